"""A small shop, instrumented by the OpenTelemetry SDK for Python and by nothing of this project.

usage: instrumented.py PORT [STORE_PORT]

GET /health answers 200 as long as the process lives. GET /order asks the store, if there is one. POST /break makes every
order fail until the process is started again, and nothing but the telemetry shows it. A process that was told its place in a
trace by TRACEPARENT begins with a span there.
"""
import logging, sys, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry import metrics, propagate, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode
import os

if os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
else:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

trace.set_tracer_provider(TracerProvider())
trace.get_tracer_provider().add_span_processor(BatchSpanProcessor(OTLPSpanExporter(), schedule_delay_millis=500))
metrics.set_meter_provider(MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter(), export_interval_millis=1000)]))
tracer = trace.get_tracer("shop")
orders = metrics.get_meter("shop").create_counter("orders", unit="{order}")
port, store = int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
broken = False


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            if "traceparent" in self.headers:  # a probe that is part of a trace
                tracer.start_span("GET /health", propagate.extract(self.headers), kind=SpanKind.INTERNAL).end()
            return self.answer(200)
        with tracer.start_as_current_span("GET /order", propagate.extract(self.headers), kind=SpanKind.SERVER) as span:
            orders.add(1)
            ok = not broken and (store is None or self.ask())
            if not ok:
                span.set_status(StatusCode.ERROR, "no order was taken")
            self.answer(200 if ok else 500)

    def do_POST(self):
        global broken
        broken = True
        self.answer(200)

    def ask(self):
        with tracer.start_as_current_span("GET store", kind=SpanKind.CLIENT):
            headers = {}
            propagate.inject(headers)
            try:
                url = "http://127.0.0.1:%s/order" % store
                return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=2).status == 200
            except OSError:
                return False

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


if "TRACEPARENT" in os.environ:
    tracer.start_span("begin", propagate.extract({"traceparent": os.environ["TRACEPARENT"]})).end()
logging.getLogger("opentelemetry").setLevel(logging.ERROR)
ThreadingHTTPServer(("127.0.0.1", port), Shop).serve_forever()
