"""oauth.v2.access: a code, or a token that renews, becomes a token."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import encode_basic_auth
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app proves itself with to Slack."""

    client_id: str
    client_secret: str = field(repr=False)


async def exchange(client: AsyncWebClient, credentials: Credentials, **given: str) -> Any:
    """Slack's answer, as it came; SlackApiError is its no.

    Not through client.oauth_v2_access(): its BasicAuth is deprecated in aiohttp, with a warning for each call.
    """
    proof = encode_basic_auth(credentials.client_id, credentials.client_secret)
    answer = await client.api_call("oauth.v2.access", data=given, headers={"Authorization": proof})
    return answer.data


def refusal(error: Exception) -> str:
    """Slack's word for its no; empty when it was not Slack that said no, or not in its usual form."""
    response = error.response if isinstance(error, SlackApiError) else None
    data = getattr(response, "data", None)  # of a page that is no JSON it is text, or there is none
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""
