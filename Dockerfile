# The portal in production: one image for web, worker and beat (docs/operations.md).

FROM python:3.11-slim AS packages
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/media
RUN useradd --system --no-create-home portal && install -d -o portal -g portal /media
COPY --from=packages /venv /venv
COPY . /portal
WORKDIR /portal
# BUILD=true lets this one command run without secrets or servers; nothing is ever served with it.
RUN BUILD=true python manage.py collectstatic --noinput
USER portal
EXPOSE 8000
ENV GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000 GRANIAN_WORKERS=2
CMD ["granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "1", "--blocking-threads-idle-timeout", "600", "--respawn-failed-workers", "portal.wsgi:application"]
