"""What is counted, for Prometheus; the home of prometheus_client. Never a name, a text or an id as a label."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """One set for one running app; `page()` is what `/metrics` serves."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = self._counter(
            "questions", "Questions read, by way and kind.", "way", "kind"
        )
        self.seconds = Histogram(
            "whosejob_answer_seconds",
            "From the listener to the finished message.",
            registry=self.registry,
            buckets=_SECONDS,
        )
        self.deliveries = self._counter(
            "deliveries", "Deliveries of Slack, by what became of them.", "outcome"
        )
        self.refused = self._counter("refused", "Requests turned away at the gate.", "status")
        self.fallbacks = self._counter(
            "store_fallbacks", "Calls of the store that memory had to serve."
        )
        self.reloads = self._counter("reloads", "Reloads of the knowledge.", "outcome")

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(f"whosejob_{name}", help_text, labels, registry=self.registry)

    def page(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)
