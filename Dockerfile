FROM python:3.13-slim

# The app writes to /data only, so the rest may be mounted read-only.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 WHOSEJOB_DATA=/data
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY bot ./bot
COPY knowledge ./knowledge
RUN python -m bot check && useradd --uid 10001 --no-create-home app && install -d -o app /data
USER app
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", \"3000\")}/livez')"]
CMD ["python", "-m", "bot", "serve"]
