"""The files of the front end: kept by browsers for a year where the name follows the content, and sent packed."""

import stat
from collections.abc import Iterator
from mimetypes import guess_type

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PACKED = {"br": ".br", "gzip": ".gz"}
"""What the build lays beside a file (frontend/packed.ts), the smallest first. Browsers take `br` over TLS only."""
FOR_EVER = "public, max-age=31536000, immutable"


class PackedFiles(StaticFiles):
    """Static files; of those that the build packed, the smallest form that the browser takes.

    What the build did not pack, pages and JSON are packed by Starlette's middleware.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        if "\0" in path:  # no file is called so, and the disk complains when it is asked
            raise HTTPException(404)
        response = await self._packed(path, scope) or await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOR_EVER if path.startswith("dist/assets/") else "no-cache"
        return response

    async def _packed(self, path: str, scope: Scope) -> Response | None:
        for encoding in _taken(scope):
            found, about = await anyio.to_thread.run_sync(self.lookup_path, path + PACKED[encoding])
            if about is not None and stat.S_ISREG(about.st_mode):
                response = self.file_response(found, about, scope)
                response.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
                response.headers["Content-Encoding"] = encoding
                response.headers["Vary"] = "Accept-Encoding"
                return response
        return None


def _taken(scope: Scope) -> Iterator[str]:
    """The packings that the browser takes; one with `q=0` is refused."""
    asked = Headers(scope=scope).get("accept-encoding", "")
    words = {word.partition(";")[0].strip() for word in asked.split(",") if "q=0" not in word.replace(" ", "")}
    return (encoding for encoding in PACKED if encoding in words)
