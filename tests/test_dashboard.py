"""What is counted, what the dashboard shows and what the documentation names are the same."""

import json
import re

import pytest

from bot.metrics import Metrics
from docs import grafana
from tests.conftest import ROOT

DASHBOARD = json.loads((ROOT / "docs/grafana.json").read_text(encoding="utf-8"))
EXPRESSIONS = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
NAME = re.compile(r"\b(?:whosejob|process)_[a-z_]+\b")
NOT_SHOWN = {"process_virtual_memory_bytes", "process_start_time_seconds"}
"""Said better by others on the same page."""


def families() -> dict[str, str]:
    """Every name that can be asked for → the metric it belongs to."""
    found = {}
    for metric in Metrics().registry.collect():
        suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
        for suffix in suffixes.get(metric.type, ("_info",) if metric.type == "info" else ("",)):
            found[metric.name + suffix] = metric.name
    return found


def labels() -> dict[str, set[str]]:
    """The labels of each metric of ours that has any."""
    ours = vars(Metrics()).values()
    return {m._name: set(m._labelnames) for m in ours if hasattr(m, "_labelnames")}


def test_the_dashboard_is_what_its_program_writes() -> None:
    """docs/grafana.json is never written by hand; `python -m docs.grafana` writes it."""
    assert (ROOT / "docs/grafana.json").read_text(encoding="utf-8") == grafana.written()


def test_the_dashboard_asks_only_for_what_there_is() -> None:
    """Every name in its queries is one that /metrics serves."""
    asked = {name for expression in EXPRESSIONS for name in NAME.findall(expression)}

    assert asked - set(families()) == set()


def test_everything_that_is_counted_is_shown() -> None:
    """A metric without a panel is one that nobody looks at."""
    known = families()
    shown = {known[name] for expression in EXPRESSIONS for name in NAME.findall(expression)}

    assert set(known.values()) - shown - NOT_SHOWN == set()


@pytest.mark.parametrize("panel", DASHBOARD["panels"], ids=lambda panel: panel["title"])
def test_a_panel_groups_by_labels_that_there_are(panel: dict) -> None:
    """A label that the metric does not carry would draw one nameless line."""
    known = labels()
    for target in panel["targets"]:
        names = {families()[name] for name in NAME.findall(target["expr"])}
        given = set().union(
            {"instance", "le", "version", "python"}, *(known.get(n, ()) for n in names)
        )
        grouped = re.findall(r"by \(([a-z, ]+)\)", target["expr"])
        used = {word.strip() for words in grouped for word in words.split(",")}
        used |= set(re.findall(r"{{(\w+)}}", target["legendFormat"]))

        assert used <= given


def test_the_dashboard_can_be_imported_anywhere() -> None:
    """The source of data is chosen on import, ids are its own, panels do not overlap."""
    panels = DASHBOARD["panels"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]

    assert DASHBOARD["schemaVersion"] >= 36
    assert [v["type"] for v in DASHBOARD["templating"]["list"]] == ["datasource", "query"]
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    assert len({panel["id"] for panel in panels}) == len(set(places)) == len(panels)
    assert all('{job=~"$job"}' in expression for expression in EXPRESSIONS)


def test_what_is_counted_is_documented() -> None:
    """docs/operating.md names every metric of ours, and none that there is not."""
    named = set(NAME.findall(OPERATING))
    ours = {name for name in families() if name.startswith("whosejob_")}
    roots = {families()[name] for name in named if name in families()}

    assert named - set(families()) - set(families().values()) == set()
    assert {families()[name] for name in ours} - roots - named == set()
