"""A client of the SPARQL 1.1 Graph Store HTTP Protocol: graphs put, looked for, deleted; one graph a request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from gongwen.graph.errors import EndpointError
from gongwen.graph.pushing.retry import PASSING, waits

NTRIPLES = "application/n-triples"
# Seconds to connect, and between two bytes of an answer: a store may take long over a large graph.
CONNECT_SECONDS, ANSWER_SECONDS = 10, 120
_GONE = 404
_TAGS = re.compile(r"<(?:style|script|title)\b[^>]*+>[^<]*+</|<[^>]*+>")
_TOLD = 300
_GO_ON = "再次运行即可续传 The same command goes on from here."
_ADDRESSES = (
    "Oxigraph http://HOST:7878/store, Virtuoso http://HOST:8890/sparql-graph-crud-auth, "
    "Fuseki http://HOST:3030/DATASET/data, GraphDB http://HOST:7200/repositories/NAME/rdf-graphs/service"
)
_NO_STORE = f"不是 Graph Store 地址 is no address of a Graph Store; known ones: {_ADDRESSES}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password (Digest or Basic, as the store asks), or a bearer token."""

    user: str = ""
    password: str = ""
    token: str = ""


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["authorization"] = f"Bearer {self._token}"
        return request


class GraphStore:
    """The store at an address; ``sleep`` waits between tries. Raises EndpointError for an address with a password in it,
    which would be seen in lists of processes and in logs."""

    def __init__(
        self, url: str, credentials: Credentials | None = None, sleep: Callable[[float], None] | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointError(url, f"不是网址 not an http(s) address: {url!r}")
        if parts.username or parts.password:
            shown = f"{parts.scheme}://{parts.hostname}"
            raise EndpointError(shown, f"网址里不要写密码 no password in the address of {shown}: use --user.")
        self.url, self._credentials, self._sleep = url, credentials, sleep
        self._session = requests.Session()
        self._auth: AuthBase | None = (
            _Bearer(credentials.token) if credentials and credentials.token else None
        )

    def put(self, graph: str, parts: Iterable[bytes]) -> None:
        """Makes N-Triples the whole content of a graph; the parts behind the first are added to it. Raises EndpointError."""
        method = "PUT"
        for part in parts:
            self._ask(method, graph, part)
            method = "POST"

    def has(self, graph: str) -> bool:
        """Whether the store has a graph. Raises EndpointError, also for an address that answers with a page: it is another
        part of the store."""
        answer = self._ask("GET", graph)
        if answer is not None and answer.headers.get("content-type", "").startswith("text/html"):
            raise EndpointError(self.url, f"{self.url} {_NO_STORE}")
        return answer is not None

    def delete(self, graph: str) -> None:
        """Takes a graph out, if it is there. Raises EndpointError."""
        self._ask("DELETE", graph)

    def close(self) -> None:
        """Closes the connection."""
        self._session.close()

    def _ask(self, method: str, graph: str, data: bytes | None = None) -> requests.Response | None:
        """The answer; None for a graph that is not there."""
        pauses = waits(self._sleep) if self._sleep else waits()
        while True:
            failure: requests.RequestException | None = None
            answer: requests.Response | None = None
            try:
                answer = self._once(method, graph, data)
            except requests.ReadTimeout as e:
                told = f"在 {ANSWER_SECONDS} 秒内没有应答 did not answer in time"
                raise EndpointError(self.url, f"{self.url} {told} ({method} <{graph}>). {_GO_ON}") from e
            except requests.ConnectionError as e:
                failure = e
            except requests.RequestException as e:
                raise EndpointError(self.url, f"{self.url}: 请求失败 the request failed: {e}") from e
            if answer is not None and answer.status_code not in PASSING:
                return self._judged(answer, method)
            pause = next(pauses, None)
            if pause is None:
                raise self._unanswered(answer, failure)
            pause(answer.headers.get("retry-after") if answer is not None else None)

    def _once(self, method: str, graph: str, data: bytes | None) -> requests.Response:
        answer = self._send(method, graph, data)
        if answer.status_code == 401 and self._auth is None and self._credentials is not None:
            # The store says which way it wants to be told who asks.
            user, password = self._credentials.user, self._credentials.password
            if answer.headers.get("www-authenticate", "").lower().startswith("basic"):
                self._auth = HTTPBasicAuth(user.encode(), password.encode())
            else:
                self._auth = HTTPDigestAuth(user, password)
            answer = self._send(method, graph, data)
        return answer

    def _send(self, method: str, graph: str, data: bytes | None) -> requests.Response:
        # Virtuoso answers a PUT with a page, and 406 to those who take none.
        accept = f"{NTRIPLES}, */*;q=0.1" if method == "GET" else "*/*"
        headers = {"accept": accept, **({"content-type": NTRIPLES} if data is not None else {})}
        # A redirection would turn PUT into GET, and hand the password to another host.
        with self._session.request(
            method,
            self.url,
            params={"graph": graph},
            data=data,
            headers=headers,
            auth=self._auth,
            timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as answer:
            if answer.status_code >= 400:
                # What the store says stays readable when the connection is closed.
                _ = answer.content
            return answer

    def _judged(self, answer: requests.Response, method: str) -> requests.Response | None:
        status = answer.status_code
        if status < 300:
            return answer
        if status == _GONE and method in ("GET", "DELETE"):
            return None
        told = {
            401: "需要登录，或密码不对 wants a user and a password: --user NAME, and GONGWEN_PASSWORD or GONGWEN_TOKEN",
            403: "不许写入 does not let this user write; Virtuoso writes at /sparql-graph-crud-auth only",
            413: "图太大 refuses a graph of this size; raise its limit for requests",
        }.get(status)
        if told is None and method == "GET" and status == 400:
            told = _NO_STORE
        if told is None and (status in (404, 405, 406, 415, 501) or status < 400):
            told = _NO_STORE
        told = told or "拒绝了请求 refused the request"
        said = f"{method}: HTTP {status} {_plain(answer)}".strip()
        raise EndpointError(self.url, f"{self.url} {told} ({said})")

    def _unanswered(
        self, answer: requests.Response | None, failure: requests.RequestException | None
    ) -> EndpointError:
        if answer is not None:
            told = (
                f"一直没有空 is busy, again and again (HTTP {answer.status_code} {_plain(answer)}); try later"
            )
        else:
            told = f"没有应答 does not answer: {_cause(failure)}; is it running?"
        return EndpointError(self.url, f"{self.url} {told} {_GO_ON}")


def _plain(answer: requests.Response) -> str:
    """What a store says, without its HTML, in one line."""
    return " ".join(_TAGS.sub(" ", answer.text).split())[:_TOLD]


def _cause(failure: BaseException | None) -> str:
    """The system's own words for a connection that failed, without the wrappings of the libraries."""
    while failure is not None and not isinstance(failure, TimeoutError):
        inner = getattr(failure, "reason", None) or (failure.args[0] if failure.args else None)
        if not isinstance(inner, BaseException):
            break
        failure = inner
    return str(failure).rpartition(": ")[2] or type(failure).__name__
