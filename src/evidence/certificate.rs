//! Whether a certificate certifies a key (RFC 7517 §4.7).

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use x509_parser::{
    prelude::{FromDer, X509Certificate},
    public_key::PublicKey,
};

use super::Key;

/// base64 with or without padding: RFC 7517 §4.7 does not speak of it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Whether a certificate, in DER, is of this key. `None`: it is no certificate, or the key is of a type that is not
/// compared or has parameters that cannot be read.
pub fn certifies(der: &[u8], key: &Key<'_>) -> Option<bool> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let info = certificate.public_key();
    let octets: &[u8] = &info.subject_public_key.data;
    match key.text("kty")? {
        "RSA" => {
            let (n, e) = (key.number("n")?, key.number("e")?);
            let Ok(PublicKey::RSA(certified)) = info.parsed() else {
                return Some(false);
            };
            Some(unsigned(certified.modulus) == n && unsigned(certified.exponent) == e)
        }
        "EC" => {
            let Some((form, coordinates)) = octets.split_first() else {
                return Some(false);
            };
            // 2 and 3 stand for a compressed point, of which there is only x (RFC 5480 §2.2).
            if matches!(form, 2 | 3) {
                return Some(key.coordinate("x", coordinates.len())? == coordinates);
            }
            let size = coordinates.len() / 2;
            let (Some(x), Some(y)) = (key.coordinate("x", size), key.coordinate("y", size)) else {
                key.octets("x").and(key.octets("y"))?;
                return Some(false);
            };
            Some([x, y].concat() == coordinates)
        }
        "OKP" => Some(key.octets("x")? == octets),
        _ => None,
    }
}

/// The DER of a certificate in base64; `None` where the text is not one.
pub fn certificate_der(text: &str) -> Option<Vec<u8>> {
    let der = LENIENT.decode(text).ok()?;
    X509Certificate::from_der(&der).is_ok().then_some(der)
}

fn unsigned(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    octets.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Certificates of the embedded issuer's keys, and of an Ed25519 key.
    const RSA: &str = "MIIC/TCCAeWgAwIBAgIUJODvtejeIV2bvvy9FOkvlwMImHMwDQYJKoZIhvcNAQELBQAwDTELMAkGA1UEAwwCYXMwIBcNMjYxMTIxMjMwODQyWhgPMjEyNjEwMjgyMzA4NDJaMA0xCzAJBgNVBAMMAmFzMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0TMhgELoEqRB9ffobK6fPcCIzaDD1qWmcljcaAe8BV8qcPCHUDg1JYgNORWoKLosVIf0F5R44nwTKqG6HFRLVlcV4hgWuqaUqyTnASOK8lYf0TcuNu4AKD3nUeZYzKf0Es9D8/w2E2U2NFZYIMa6afwetN6kUMaCSN55lu1R/hgSGFCpE02gKW6oev4LIedqUgeSKdkphk6pzUegr4u12JimMrqMxcSuZTOsxSqPELT5Eb+BbEypbcMfLmB+QJqi4XndxvPoTdryHnBlZYucXZmeGgQkLq5Y70r2cAupHL9rsy3dPlEQBZpJpk8VrwUYkgQycqJL/b6/IGE3SZVq1wIDAQABo1MwUTAdBgNVHQ4EFgQUmuU5hGi8tzqcB+EFihz+QkbcogEwHwYDVR0jBBgwFoAUmuU5hGi8tzqcB+EFihz+QkbcogEwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEANhb85gULlv23EgPfn1q4NEagQUlf/ZWWwhyN0G7/9SuBf+vmM47Ad8DRo07UBUJxSi6ORk3GmjjW5ELlc0v59Um/O58jzQWJVd0NXilnk57hZVWCNjnnRJc5KwWxG4gPXi7aKy+aIsGdQWLusvI6EVHMpgdIgwtxqK72sOLmYJMqrkwhnD8+JU099nzp47Qc5+rxZUe2syhYyRCfkwznjcofv0rJzsysGM0bTYdWkDV9TpvpnErt826QEMiwbPJBr+sc0EK3NBJb6L12Bbr504Yh/0ZUx6TUhV7h7q5XrNUtghowkw5kkNmk95fXFaLxjhJAz//OGXAO6DgKbDrEcg==";
    const EC: &str = "MIIBcTCCARegAwIBAgIUHsgAGL2kRhnVmpQcl1ZsuWCM1S4wCgYIKoZIzj0EAwIwDTELMAkGA1UEAwwCYXMwIBcNMjYxMTIxMjMwODQyWhgPMjEyNjEwMjgyMzA4NDJaMA0xCzAJBgNVBAMMAmFzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEuKEnxGa53eEKovFSb/yQawnOnjGCo350SM7vSW+Q2t1XakrQFsRBiA0nTd9oT9WHvdhkOl5VmYf9BeT6FfC1zKNTMFEwHQYDVR0OBBYEFLXEPqVAF+WGf28pUNXwpEzawak/MB8GA1UdIwQYMBaAFLXEPqVAF+WGf28pUNXwpEzawak/MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgRmO7LDe1FQuev4+6kR1/UsrvV5rEtNvox3EB8jnZ9I8CIQD34Ci+unjkf+h0BKMDsgF8Vz8sMYmPGL9WdyNdRSciIw==";
    const ED: &str = "MIIBMDCB46ADAgECAhQg0pF/wLl1f8LChkrqTBdO5rIeYDAFBgMrZXAwDTELMAkGA1UEAwwCYXMwIBcNMjYxMTIxMjMwODQyWhgPMjEyNjEwMjgyMzA4NDJaMA0xCzAJBgNVBAMMAmFzMCowBQYDK2VwAyEAdosRDfPuGz1MKziICvu0dnejRHXfln8N8xmwBJ7pbDmjUzBRMB0GA1UdDgQWBBSH4tC3dsNt+uNHSYexyLcQVHAABzAfBgNVHSMEGDAWgBSH4tC3dsNt+uNHSYexyLcQVHAABzAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAMd8RhGNXZW9JLdlu/cYrKWXp6MMcYPmnAjjU3p1AJE4E+L1VVlrVgrso7iTbkRlwsjrie4lrj5ButlCzgoLDA8=";

    #[test]
    fn a_certificate_certifies_its_own_key_alone() {
        let set: Value = serde_json::from_str(include_str!("../issuer/keys/jwks.json")).unwrap();
        let ed = json!({"kty": "OKP", "crv": "Ed25519",
            "x": "dosRDfPuGz1MKziICvu0dnejRHXfln8N8xmwBJ7pbDk"});
        let keys = [&set["keys"][0], &set["keys"][1], &ed];
        for (own, text) in [RSA, EC, ED].into_iter().enumerate() {
            let der = certificate_der(text).unwrap();
            for (index, key) in keys.into_iter().enumerate() {
                let members = key.as_object().unwrap();
                let certified = certifies(&der, &Key { index, members });
                assert_eq!(certified, Some(index == own), "{own} {index}");
            }
        }
        assert_eq!(certificate_der("AQAB"), None);
    }
}
