"""Writes docs/grafana.json, the dashboard to import into Grafana: `python -m docs.grafana`. One row of PANELS, one panel."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DASHBOARD = Path(__file__).with_name("grafana.json")
SCHEMA_VERSION = 39
COLUMNS, WIDE, TALL = 24, 8, 7

Json = dict[str, Any]
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
_ALL = '{job=~"$job"}'


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: `lines` are (PromQL, legend); `*` in PromQL stands for the chosen jobs."""

    title: str
    says: str
    lines: tuple[tuple[str, str], ...]
    unit: str = "short"
    kind: str = "timeseries"


def _rate(counter: str, by: str) -> str:
    return f"sum by ({by}) (rate({counter}*[$__rate_interval]))"


def _quantiles(histogram: str) -> tuple[tuple[str, str], ...]:
    buckets = f"sum by (le) (rate({histogram}_bucket*[$__rate_interval]))"
    return tuple((f"histogram_quantile({q}, {buckets})", f"p{q[2:]}") for q in ("0.50", "0.99"))


PANELS = (
    Panel(
        "Not ready",
        "1: this check stops answers. /readyz says why.",
        (("max by (instance, check) (whosejob_not_ready*)", "{{check}} {{instance}}"),),
    ),
    Panel(
        "Needs a look",
        "1: answers go on, but somebody should look.",
        (("max by (instance, check) (whosejob_degraded*)", "{{check}} {{instance}}"),),
    ),
    Panel(
        "Versions",
        "Which version each instance runs.",
        (("whosejob_build_info*", "{{instance}} {{version}} Python {{python}}"),),
        kind="table",
    ),
    Panel(
        "Questions by way",
        "A second. How people ask.",
        ((_rate("whosejob_questions_total", "way"), "{{way}}"),),
        "reqps",
    ),
    Panel(
        "Questions by kind",
        "A second. What they got.",
        ((_rate("whosejob_questions_total", "kind"), "{{kind}}"),),
        "reqps",
    ),
    Panel(
        "Misses",
        "A second, by why not answered: what to teach next.",
        ((_rate("whosejob_misses_total", "reason"), "{{reason}}"),),
        "reqps",
    ),
    Panel(
        "Time to answer",
        "From the listener to the finished message.",
        _quantiles("whosejob_answer_seconds"),
        "s",
    ),
    Panel(
        "Time to acknowledge",
        "From the delivery to its acknowledgement. Slack gives up after 3 s and comes back.",
        _quantiles("whosejob_acknowledge_seconds"),
        "s",
    ),
    Panel(
        "In flight",
        "Deliveries being answered now.",
        (("sum by (instance) (whosejob_in_flight*)", "{{instance}}"),),
    ),
    Panel(
        "Deliveries",
        "A second. new: answered; done, busy: duplicates that were not answered twice.",
        ((_rate("whosejob_deliveries_total", "outcome"), "{{outcome}}"),),
        "reqps",
    ),
    Panel(
        "Refused at the gate",
        "A second, by HTTP status. 401: not signed by Slack, or a clock is wrong.",
        ((_rate("whosejob_refused_total", "status"), "{{status}}"),),
        "reqps",
    ),
    Panel(
        "Slack's Web API",
        "Calls a second, by method and what became of them.",
        ((_rate("whosejob_slack_calls_total", "method, outcome"), "{{method}} {{outcome}}"),),
        "reqps",
    ),
    Panel(
        "Store",
        "Calls a second that memory had to serve.",
        ((_rate("whosejob_store_fallbacks_total", "instance"), "{{instance}}"),),
        "reqps",
    ),
    Panel(
        "Reloads of the knowledge",
        "In the last hour, by outcome. A refused one keeps the last good knowledge.",
        (("sum by (outcome) (increase(whosejob_reloads_total*[1h]))", "{{outcome}}"),),
    ),
    Panel(
        "Knowledge in service",
        "Entries; different figures on different instances: one has not reloaded.",
        (("whosejob_knowledge_entries*", "{{kind}} {{instance}}"),),
    ),
    Panel(
        "Age of the knowledge",
        "Since it was loaded.",
        (("time() - whosejob_knowledge_loaded_timestamp_seconds*", "{{instance}}"),),
        "s",
    ),
    Panel(
        "Lateness of the event loop",
        "p99 of all beats, and the worst of about the last minute.",
        (
            _quantiles("whosejob_loop_lag_seconds")[1],
            ("max by (instance) (whosejob_loop_lag_worst_seconds*)", "worst {{instance}}"),
        ),
        "s",
    ),
    Panel(
        "Clock",
        "Ours minus Slack's. From 240 s on deliveries would be refused.",
        (("whosejob_clock_skew_seconds*", "{{instance}}"),),
        "s",
    ),
    Panel(
        "Memory",
        "Resident.",
        (("process_resident_memory_bytes*", "{{instance}}"),),
        "bytes",
    ),
    Panel(
        "Processor",
        "Cores in use.",
        (("rate(process_cpu_seconds_total*[$__rate_interval])", "{{instance}}"),),
    ),
    Panel(
        "Open files",
        "Sockets included, and how many there may be.",
        (
            ("process_open_fds*", "{{instance}}"),
            ("process_max_fds*", "most {{instance}}"),
        ),
    ),
)


def dashboard() -> Json:
    """The whole dashboard as Grafana imports it."""
    return {
        "title": "Whose Job?",
        "uid": "whosejob",
        "tags": ["whosejob", "slack"],
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": True,
        "timezone": "browser",
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [_chosen_source(), _chosen_jobs()]},
        "annotations": {"list": []},
        "panels": [_panel(number, panel) for number, panel in enumerate(PANELS)],
    }


def _chosen_source() -> Json:
    return {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
    }


def _chosen_jobs() -> Json:
    return {
        "name": "job",
        "label": "Job",
        "type": "query",
        "datasource": _SOURCE,
        "query": "label_values(whosejob_build_info, job)",
        "definition": "label_values(whosejob_build_info, job)",
        "refresh": 2,
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
    }


def _panel(number: int, panel: Panel) -> Json:
    row, column = divmod(number, COLUMNS // WIDE)
    is_table = panel.kind == "table"
    return {
        "id": number + 1,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.says,
        "datasource": _SOURCE,
        "gridPos": {"x": column * WIDE, "y": row * TALL, "w": WIDE, "h": TALL},
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "options": {},
        "targets": [
            {
                "refId": chr(ord("A") + at),
                "datasource": _SOURCE,
                "expr": promql.replace("*", _ALL, 1),
                "legendFormat": legend,
                **({"instant": True, "format": "table"} if is_table else {}),
            }
            for at, (promql, legend) in enumerate(panel.lines)
        ],
    }


def written() -> str:
    """What docs/grafana.json holds."""
    return json.dumps(dashboard(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DASHBOARD.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{DASHBOARD.name}: {len(PANELS)} panels\n")
