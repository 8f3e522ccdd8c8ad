# One recipe for all services: docker build --build-arg SERVICE=auth-service .
# The result has the Node binary, the packages of this one service and its compiled code; no shell, no package manager.
ARG NODE_IMAGE=node:22.20.0-bookworm-slim
# The C++ library that Node and bcrypt need, nothing else. Releases pin it by digest with --build-arg.
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian12:nonroot

# With all that building needs: compose/hot-reload.yml runs it.
FROM ${NODE_IMAGE} AS sources
ARG SERVICE
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.base.json tsconfig.json ./
COPY packages packages
COPY services/${SERVICE} services/${SERVICE}
# A registry that does not carry the binaries of every platform makes npm ci refuse the lock file; npm install takes
# what fits this machine at the versions of the lock file.
RUN npm ci --no-audit --no-fund --workspace services/${SERVICE} --include-workspace-root ||\
    npm install --no-save --no-audit --no-fund --workspace services/${SERVICE} --include-workspace-root
RUN node_modules/.bin/tsc -b services/${SERVICE}
WORKDIR /app/services/${SERVICE}

FROM sources AS build
ARG SERVICE
WORKDIR /app
# Installed anew without what only builds and tests need, and without what only editors and debuggers read.
RUN rm -rf node_modules && \
    npm install --no-save --no-audit --no-fund --omit=dev --workspace services/${SERVICE} --include-workspace-root=false && \
    find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' -o -name '*.ts' \) -delete && \
    rm -rf node_modules/bcrypt/deps node_modules/bcrypt/src && \
    find packages services -type d \( -name src -o -name test -o -name released \) -prune -exec rm -rf {} + && \
    find . -name '*.tsbuildinfo' -delete && find . -xtype l -delete

FROM ${RUNTIME_IMAGE}
ARG SERVICE
ENV NODE_ENV=production
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/packages /app/packages
COPY --from=build /app/services /app/services
COPY web /app/web
COPY compose/healthcheck.mjs /app/healthcheck.mjs
WORKDIR /app/services/${SERVICE}
USER 65532:65532
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["/usr/local/bin/node", "/app/healthcheck.mjs"]
# Node is process 1: the services handle SIGTERM themselves and start no children.
ENTRYPOINT ["/usr/local/bin/node"]
CMD ["dist/main.js"]
