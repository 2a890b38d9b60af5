"""What is counted, for Prometheus; the home of prometheus_client. Never a name, a text or an id as a label."""

import platform
from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot import __version__

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """One set for one running app; `page()` is what `/metrics` serves."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each
        self.registry = CollectorRegistry()
        self._count_answers()
        self._count_deliveries()
        self._measure_the_process()

    def _count_answers(self) -> None:
        self.questions = self._counter(
            "questions", "Questions read, by way and kind.", "way", "kind"
        )
        self.misses = self._counter("misses", "Questions not answered, by why not.", "reason")
        self.seconds = self._histogram(
            "answer_seconds", "From the listener to the finished message."
        )
        self.knowledge = self._gauge(
            "knowledge_entries", "Services, options and areas in service.", "kind"
        )
        self.knowledge_loaded = self._gauge(
            "knowledge_loaded_timestamp_seconds", "When the knowledge in service was loaded."
        )
        self.reloads = self._counter("reloads", "Reloads of the knowledge.", "outcome")

    def _count_deliveries(self) -> None:
        self.deliveries = self._counter(
            "deliveries", "Deliveries of Slack, by what became of them.", "outcome"
        )
        self.acknowledged = self._histogram(
            "acknowledge_seconds", "From a delivery to its acknowledgement; Slack waits 3 s."
        )
        self.in_flight = self._gauge("in_flight", "Deliveries being answered now.")
        self.refused = self._counter("refused", "Requests turned away at the gate.", "status")
        self.fallbacks = self._counter(
            "store_fallbacks", "Calls of the store that memory had to serve."
        )
        self.slack_calls = self._counter(
            "slack_calls", "Calls of Slack's Web API, by method and outcome.", "method", "outcome"
        )

    def _measure_the_process(self) -> None:
        self.lag = self._histogram("loop_lag_seconds", "How late the event loop turns.")
        self.worst_lag = self._gauge(
            "loop_lag_worst_seconds", "The latest that the loop turned, in about the last minute."
        )
        self.clock_skew = self._gauge("clock_skew_seconds", "Our clock minus Slack's.")
        self.not_ready = self._gauge("not_ready", "1 while this check stops answers.", "check")
        self.degraded = self._gauge(
            "degraded", "1 while this check needs a look, though questions are answered.", "check"
        )
        build = Info("whosejob_build", "Which version runs.", registry=self.registry)
        build.info({"version": __version__, "python": platform.python_version()})
        ProcessCollector(registry=self.registry)

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(f"whosejob_{name}", help_text, labels, registry=self.registry)

    def _gauge(self, name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"whosejob_{name}", help_text, labels, registry=self.registry)

    def _histogram(self, name: str, help_text: str) -> Histogram:
        return Histogram(f"whosejob_{name}", help_text, registry=self.registry, buckets=_SECONDS)

    def page(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)

    def counts(self) -> Mapping[str, int]:
        """How often things happened since the start, without labels."""
        counted = {
            "questions": self.questions,
            "misses": self.misses,
            "deliveries": self.deliveries,
            "refused": self.refused,
            "store_fallbacks": self.fallbacks,
            "reloads": self.reloads,
        }
        return {name: _total(counter) for name, counter in counted.items()}


def _total(counter: Counter) -> int:
    samples = (sample for metric in counter.collect() for sample in metric.samples)
    return int(sum(sample.value for sample in samples if sample.name.endswith("_total")))
