# Both stages use the same paths: an environment remembers where it was made.
FROM python:3.13-slim AS build
WORKDIR /srv/common-thread
RUN python -m venv /srv/venv
COPY requirements.lock ./
RUN /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . ./
# Editable, because templates, static files and migrations are found beside the package.
RUN /srv/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.13-slim
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data \
    KEYRING=/keys/keyring.json
# The directories are made before the volumes, which take their owner from them.
RUN useradd --user-group --uid 10001 --no-create-home --shell /usr/sbin/nologin thread \
    && install --directory --owner=thread --group=thread --mode=0700 /data /keys
COPY --from=build /srv /srv
WORKDIR /srv/common-thread
USER thread
VOLUME ["/data", "/keys"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["common-thread", "serve"]
