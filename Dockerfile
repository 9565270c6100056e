# issuercheck as one static binary: `docker build -t issuercheck .`, then as docs/ci/docker.md says.

FROM rust:1-alpine AS build
RUN apk add --no-cache ca-certificates musl-dev
WORKDIR /source
COPY . .
# The toolchain of this image is for musl. What it links is static by default, which is said here so that it stays so.
RUN RUSTFLAGS="-C target-feature=+crt-static" cargo install --locked --path . --root /built

FROM scratch
# The certificates that a run trusts unless --cacert names others.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /built/bin/issuercheck /issuercheck
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/issuercheck"]
