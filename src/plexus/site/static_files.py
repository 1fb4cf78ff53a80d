"""Built files, answered before anything else; without the event loop that the library's own middleware wants."""

from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import Redirect, StaticFile

View = Callable[[HttpRequest], HttpResponseBase]


async def _nobody(request: HttpRequest) -> HttpResponseBase:
    """What stands behind the library's middleware, which is only asked which files there are."""
    raise NotImplementedError


class StaticFilesMiddleware:
    """Serves files under their hashed names; every other request passes in its own thread."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self._known = ServeStaticMiddleware(_nobody)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = self._found(request.path_info)
        return self.get_response(request) if found is None else _served(found, request)

    def _found(self, path: str) -> StaticFile | Redirect | None:
        return self._known.find_file(path) if self._known.autorefresh else self._known.files.get(path)


def _served(found: StaticFile | Redirect, request: HttpRequest) -> HttpResponseBase:
    """The file with its own headers and no others: type, encoding, age, part."""
    said = found.get_response(request.method or "GET", request.META)
    response = _Bare(said.file, status=said.status) if said.file else HttpResponse(status=said.status)
    del response["Content-Type"]
    for name, value in said.headers:
        if value is not None:
            response[name] = value
    return response


class _Bare(FileResponse):
    """A file as it is: what Django would guess of it is known better."""

    def set_headers(self, filelike: object) -> None:
        """Nothing is guessed."""
