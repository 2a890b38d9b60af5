FROM python:3.13-slim

# Root owns everything and the app writes to /data only, so the rest may be mounted read-only.
# Nothing here needs a shell, a package manager or a capability once it runs.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 WHOSEJOB_DATA=/data
# What glibc frees goes back to the system: without these three, memory creeps up in pieces (docs/operating.md).
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
COPY requirements.txt ./
RUN ["pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--require-hashes", "-r", "requirements.txt"]
COPY bot ./bot
COPY knowledge ./knowledge
RUN ["python", "-m", "bot", "check"]
RUN ["install", "-d", "-o", "10001", "-g", "10001", "-m", "0700", "/data"]
# A number, so that an orchestrator can see that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", \"3000\")}/livez')"]
CMD ["python", "-m", "bot", "serve"]
