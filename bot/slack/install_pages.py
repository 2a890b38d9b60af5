"""What people see in the browser when they add the app: a heading, a sentence, one link."""

import base64
from dataclasses import dataclass
from hashlib import sha256
from html import escape

_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}"
    "a{display:inline-block;padding:.6rem 1rem;border-radius:.4rem;background:#1f3a5f;color:#fff}"
)
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds a code and a state
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What is said, and the HTTP status that says the same to machines."""

    status: int
    title: str
    text: str
    label: str = "Start again"
    link: str = "install"
    """Where the label leads; relative to /slack/."""

    def html(self) -> str:
        """The whole page. Everything in it is escaped; it has no scripts."""
        title, text, label = escape(self.title), escape(self.text), escape(self.label)
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{_STYLE}</style></head><body><main>"
            f"<h1>{title}</h1><p>{text}</p>"
            f'<p><a href="{escape(self.link, quote=True)}">{label}</a></p>'
            "</main></body></html>\n"
        )


def installed(key: str) -> Page:
    """Success: it leads to the workspace, or the organisation, where it is now."""
    return Page(
        200,
        "Whose Job? is installed",
        "Ask it in any channel: /whosejob who patches RDS?",
        "Open Slack",
        f"https://app.slack.com/client/{key}",
    )


DECLINED = Page(
    400,
    "Whose Job? was not installed",
    "Slack says that it was not allowed. If that was not meant, start again.",
)
OTHER_BROWSER = Page(
    400,
    "This link cannot be used here",
    "An installation has to end in the browser in which it began, within ten minutes. Please start again.",
)
NO_CODE = Page(
    400, "Something is missing", "Slack sent you back without its permission. Please start again."
)
TOO_OLD = Page(
    401,
    "This link is no longer good",
    "It was used before, or it is older than ten minutes. Please start again.",
)
NOT_SET_UP = Page(
    503,
    "Whose Job? is not set up right",
    "Slack does not accept this app's settings. Please tell the people who run it.",
)
BUSY = Page(
    503, "That did not work just now", "Nothing was installed. Please start again in a minute."
)
