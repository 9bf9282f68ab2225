"""What is counted while serving, for whoever watches the machine; what the database knows is asked when it is read."""

import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from .audit import Chain
from .extensions import db, socketio

registry = CollectorRegistry()
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

requests = Counter("eventops_requests", "Requests answered", ["method", "endpoint", "status"], registry=registry)
latency = Histogram(
    "eventops_request_seconds", "Time to answer", ["method", "endpoint"], buckets=BOUNDS, registry=registry
)
slow_screens = Counter("eventops_slow_screens", "Screens hung up on because they did not read", registry=registry)
screens = Gauge("eventops_screens", "Connected sockets", registry=registry)


class Chains(Collector):
    """Counts that are kept with the chains, so that they survive a restart and hold for all processes together."""

    def collect(self) -> Iterator[CounterMetricFamily]:
        changes = CounterMetricFamily("eventops_changes", "Changes on the record", labels=["chain"])
        notices = CounterMetricFamily("eventops_notices", "Notices put on the feeds", labels=["chain"])
        chains = db.select(Chain.name, Chain.length, Chain.counts).order_by(Chain.name)
        for name, length, counts in db.session.execute(chains):
            changes.add_metric([name], length)
            notices.add_metric([name], sum(count for what, count in counts.items() if what.startswith("feed:")))
        yield from (changes, notices)


registry.register(Chains())


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    method = request.method if request.method in METHODS else "other"  # what strangers send makes no new series
    endpoint = request.endpoint or "none"
    requests.labels(method, endpoint, response.status_code).inc()
    if "began" in g:
        latency.labels(method, endpoint).observe(time.perf_counter() - g.began)
    return response


def init_app(app: Flask) -> None:
    """Count this app's requests."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_count)
    screens.set_function(lambda: len(socketio.server.eio.sockets))
