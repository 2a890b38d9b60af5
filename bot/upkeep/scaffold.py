"""`whosejob new`: a valid skeleton for a service that only needs filling in."""

import difflib
import re
from datetime import date
from pathlib import Path

from bot.errors import WhoseJobError
from bot.model import Knowledge

_TEMPLATE = """\
# yaml-language-server: $schema=../../schema/service.json
id: {id}
name: {name}
means: Say in one line what it is
model: {model}
aliases: [{alias}]
sources:
  security:
    title: Security in {name}
    url: https://docs.aws.amazon.com/
    reviewed: {today}
# Only what differs from the model '{model}':
# areas:
#   backup_restore:
#     customer: [Turn on backups and test restores]
#     default_state: Off until we turn it on
#     sources: [security]
# options:            # when people run it in more than one way and the split moves
#   standard: {{name: {name}, default: true}}
examples:
  - {{ask: who is responsible for data classification on {alias}?, area: data_classification}}
...
"""


def write(service: str, model: str, folder: Path, knowledge: Knowledge, today: date) -> Path:
    """Write the skeleton; WhoseJobError says what to do when it cannot be written."""
    provider, _, id_ = service.partition("/")
    if provider != knowledge.provider.id or not re.fullmatch(r"[a-z][a-z0-9_]*", id_):
        raise WhoseJobError(f"'{service}' is no service id; write it like aws/msk_connect")
    if model not in knowledge.models:
        near = difflib.get_close_matches(model, knowledge.models, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(knowledge.models)}"
        raise WhoseJobError(f"model '{model}' is unknown; {hint}")
    path = folder / provider / "services" / f"{id_}.yaml"
    if path.exists():
        raise WhoseJobError(f"{path} is there already")
    words = id_.replace("_", " ")
    text = _TEMPLATE.format(
        id=id_, name=f"AWS {words.title()}", model=model, alias=words, today=today
    )
    path.write_text(text, encoding="utf-8")
    return path
