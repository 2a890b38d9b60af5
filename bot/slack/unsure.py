"""A call of Slack that may have been done although we never read its answer.

Slack offers nothing to make a post idempotent (`client_msg_id` is for its own clients), and reading back what stands in
a channel needs a scope that we do not ask for. So there are three things to do with such a post: post again, which says
it twice whenever Slack had taken it; call it done, which says nothing whenever Slack had not; or call it done and tell
the person in one private sentence. We do the last: the channel never reads an answer twice, and nobody waits in vain.
"""

import contextlib
from collections.abc import Iterator

from aiohttp import ClientConnectionError, ClientConnectorError, ClientPayloadError
from aiohttp.client_exceptions import ConnectionTimeoutError

_NEVER_SENT = (ClientConnectorError, ConnectionTimeoutError)
_LOST = (ClientConnectionError, ClientPayloadError, TimeoutError)


class UnsureError(Exception):
    """The request was sent; whether Slack did it is not known."""


@contextlib.contextmanager
def unsure_when_lost() -> Iterator[None]:
    """Around one post: a connection that broke after the request was sent becomes UnsureError."""
    try:
        yield
    except _NEVER_SENT:
        raise
    except _LOST as error:
        raise UnsureError(type(error).__name__) from error
