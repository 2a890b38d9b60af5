"""Socket Mode: the same app over a websocket that we open, where there is no public address."""

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


class SocketMode:
    """The connection, once it stands."""

    def __init__(self, bolt: AsyncApp, app_token: SecretStr, api_url: str) -> None:
        self._handler = AsyncSocketModeHandler(
            bolt, app_token.get_secret_value(), web_client=AsyncWebClient(base_url=api_url)
        )
        self._is_connected = False

    async def connect(self) -> None:
        """Open it."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        self._is_connected = True

    async def close(self) -> None:
        """Let go of it."""
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    def trouble(self) -> str | None:
        """Why nothing would reach us; None while the connection stands."""
        return None if self._is_connected else "Socket Mode is not connected"
