//! Options shared by the rules about SSL versions.

use crate::settings::options;

options! {
    /// Versions of SSL and TLS that are too old.
    ssl_with_bad_version as SslOptions:
    /// Names of old versions, as in `ssl` and `OpenSSL`
    bad_protocol_versions: Names = &[
        "PROTOCOL_SSLv2",
        "SSLv2_METHOD",
        "SSLv23_METHOD",
        "PROTOCOL_SSLv3",
        "PROTOCOL_TLSv1",
        "SSLv3_METHOD",
        "TLSv1_METHOD",
        "PROTOCOL_TLSv1_1",
        "TLSv1_1_METHOD",
    ], missing Raises, null Raises;
}
