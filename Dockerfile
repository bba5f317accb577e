# The image of one Switchboard process.
#
#   docker build -t switchboard .
#   docker run --rm -p 4000:4000 --env-file .env -e ALLOWED_HOSTS=switchboard.example.com -v switchboard-data:/data switchboard
#
# Any image with Node 20.19 or newer and npm can be the base. It has to have glibc or musl, as Debian and Alpine do:
# the embedded SQLite is a binary that ships for both.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
# The packages are a layer of their own: a change of the source alone does not install them again.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY .swcrc ./
COPY src src
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
WORKDIR /app
# Root owns the files, so the process can't change them. Only /data is its own.
RUN mkdir -m 700 /data && chown 1000:1000 /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
# The user "node" of Node's own images. A number works on any base.
USER 1000:1000
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
# Whether the process answers. It must not ask for /health/ready: a process whose database is down still answers
# queries, and starting it again does not help.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets the signals. npm or a shell would stand in between.
CMD ["node", "--enable-source-maps", "dist/main.js"]
