//! CPython's text codecs, under CPython's names and as strict as CPython.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};

use super::codepages::CODEPAGES;
use super::refusal::Refusal;

/// How the bytes of a file are decoded.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    /// UTF-8 as the parser itself reads it: invalid bytes are allowed in comments.
    Utf8,
    /// A codec that decodes the whole file before parsing.
    Codec(Codec),
}

#[derive(Clone, Copy)]
pub(super) enum Codec {
    StrictUtf8,
    Ascii,
    Latin1,
    /// A code page: the characters for the last bytes, up to 0xFF.
    Page(&'static str),
    MultiByte(&'static MultiByte),
}

/// A codec of `encoding_rs`, restricted to what CPython accepts: the WHATWG codecs are supersets.
pub(super) struct MultiByte {
    names: &'static str,
    encoding: &'static encoding_rs::Encoding,
    /// Byte pairs that CPython refuses: first and last lead byte, first and last trail byte.
    refused: &'static [[u8; 4]],
    /// Characters that CPython's tables map differently: (WHATWG's, CPython's).
    swaps: &'static [(char, char)],
}

const JIS_SWAPS: &[(char, char)] = &[('～', '〜'), ('∥', '‖'), ('－', '−'), ('￠', '¢'), ('￡', '£'), ('￢', '¬')];

/// The multi-byte codecs of CPython that have a counterpart in `encoding_rs`. Rows C6A1 to C8FE of Big5 differ
/// completely, so they are refused.
const MULTI_BYTE: &[MultiByte] = &[
    MultiByte {
        names: "shift_jis csshiftjis shiftjis sjis s_jis x_mac_japanese",
        encoding: SHIFT_JIS,
        refused: &[[0x87, 0x87, 0x40, 0xFF], [0xED, 0xFC, 0x40, 0xFF]],
        swaps: JIS_SWAPS,
    },
    MultiByte { names: "cp932 932 ms932 mskanji ms_kanji windows_31j", encoding: SHIFT_JIS, refused: &[], swaps: &[] },
    MultiByte {
        names: "euc_jp eucjp ujis u_jis",
        encoding: EUC_JP,
        refused: &[[0xAD, 0xAD, 0xA1, 0xFF], [0xF9, 0xFC, 0xA1, 0xFF]],
        swaps: JIS_SWAPS,
    },
    MultiByte {
        names: "euc_kr euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001 x_mac_korean",
        encoding: EUC_KR,
        refused: &[[0x81, 0xA0, 0x41, 0xFF], [0xA1, 0xC6, 0x41, 0xA0], [0xA4, 0xA4, 0xD4, 0xD4]],
        swaps: &[],
    },
    MultiByte { names: "cp949 949 ms949 uhc", encoding: EUC_KR, refused: &[], swaps: &[] },
    MultiByte {
        names: "gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese",
        encoding: GBK,
        refused: &[
            [0x81, 0xA0, 0x40, 0xFF],
            [0xA1, 0xF7, 0x40, 0xA0],
            [0xA2, 0xA2, 0xA1, 0xB0],
            [0xA2, 0xA2, 0xE3, 0xE3],
            [0xA6, 0xA6, 0xD9, 0xFF],
            [0xA8, 0xA8, 0xBB, 0xC0],
            [0xFE, 0xFE, 0x50, 0xFF],
            [0xF8, 0xFE, 0x40, 0xA0],
        ],
        swaps: &[('·', '・'), ('—', '―')],
    },
    MultiByte {
        names: "gbk 936 cp936 ms936",
        encoding: GBK,
        refused: &[
            [0xA2, 0xA2, 0xE3, 0xE3],
            [0xA3, 0xA3, 0xA0, 0xA0],
            [0xA6, 0xA6, 0xD9, 0xDF],
            [0xA6, 0xA6, 0xEC, 0xED],
            [0xA6, 0xA6, 0xF3, 0xF3],
            [0xA8, 0xA8, 0xBC, 0xBC],
            [0xA8, 0xA8, 0xBF, 0xBF],
            [0xA9, 0xA9, 0x89, 0x95],
            [0xFE, 0xFE, 0x50, 0xFF],
        ],
        swaps: &[],
    },
    MultiByte { names: "gb18030 gb18030_2000", encoding: GB18030, refused: &[], swaps: &[] },
    MultiByte {
        names: "big5 big5_tw csbig5 x_mac_trad_chinese",
        encoding: BIG5,
        refused: &[
            [0x87, 0xA0, 0x40, 0xFF],
            [0xA3, 0xA3, 0xC0, 0xFF],
            [0xC6, 0xC6, 0xA1, 0xFF],
            [0xC7, 0xC8, 0x40, 0xFF],
            [0xF9, 0xF9, 0xD6, 0xFF],
            [0xFA, 0xFE, 0x40, 0xFF],
        ],
        swaps: &[],
    },
    MultiByte {
        names: "cp950 950 ms950",
        encoding: BIG5,
        refused: &[
            [0x87, 0xA0, 0x40, 0xFF],
            [0xA3, 0xA3, 0xC0, 0xFF],
            [0xC6, 0xC6, 0xA1, 0xFF],
            [0xC7, 0xC8, 0x40, 0xFF],
            [0xFA, 0xFE, 0x40, 0xFF],
        ],
        swaps: &[],
    },
    MultiByte { names: "big5hkscs big5_hkscs hkscs", encoding: BIG5, refused: &[], swaps: &[] },
    MultiByte {
        names: "iso2022_jp csiso2022jp iso2022jp iso_2022_jp",
        encoding: ISO_2022_JP,
        refused: &[],
        swaps: &[],
    },
];

const UTF8: &str = "utf_8 u8 utf utf8 utf8_ucs2 utf8_ucs4 cp65001 utf_8_sig";
const ASCII: &str = "ascii 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us us_ascii";
const LATIN1: &str = "latin_1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 latin latin1 charmap";
const NOT_TEXT: &str = "base64 base64_codec base_64 bz2 bz2_codec hex hex_codec idna quopri quopri_codec quoted_printable quotedprintable rot13 rot_13 undefined uu uu_codec zip zlib zlib_codec";

/// Finds the codec with a name, like `codecs.lookup`: case, hyphens and underscores do not matter.
///
/// # Errors
/// Returns `Syntax` for an unknown name, for codecs that cannot encode a declaration of themselves (utf-16, cp037), and
/// for codecs that posse lacks (utf-7, hz, johab, `unicode_escape`). Returns `Exception` for CPython's codecs that are
/// not for text (rot13).
pub(super) fn lookup(name: &str) -> Result<Encoding, Refusal> {
    let words: Vec<&str> =
        name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|word| !word.is_empty()).collect();
    let dotted = words.join("_").to_ascii_lowercase();
    let plain = dotted.replace('.', "_");
    let among = |names: &str| names.split(' ').any(|known| known == dotted || known == plain);
    let codec = if among(UTF8) {
        Codec::StrictUtf8
    } else if among(ASCII) {
        Codec::Ascii
    } else if among(LATIN1) {
        Codec::Latin1
    } else if let Some((_, upper)) = CODEPAGES.iter().find(|(names, _)| among(names)) {
        Codec::Page(upper)
    } else if let Some(codec) = MULTI_BYTE.iter().find(|codec| among(codec.names)) {
        Codec::MultiByte(codec)
    } else if among(NOT_TEXT) {
        return Err(Refusal::Exception);
    } else {
        return Err(Refusal::Syntax);
    };
    Ok(Encoding::Codec(codec))
}

impl Codec {
    /// Whether offsets in the text equal offsets in these bytes, because the codec reads them as UTF-8.
    pub(super) fn keeps_offsets(self, bytes: &[u8]) -> bool {
        let stateful = matches!(self, Codec::MultiByte(codec) if codec.encoding == ISO_2022_JP);
        matches!(self, Codec::StrictUtf8) || (bytes.is_ascii() && !stateful)
    }

    /// Returns the offset at which each character ends, in bytes that the codec decodes.
    pub(super) fn ends(self, bytes: &[u8]) -> Vec<usize> {
        match self {
            Codec::MultiByte(codec) => codec.ends(bytes),
            _ => (1..=bytes.len()).collect(),
        }
    }

    /// Decodes all bytes. Returns `None` if the codec refuses any of them.
    pub(super) fn decode(self, bytes: Vec<u8>) -> Option<String> {
        if self.keeps_offsets(&bytes) {
            return String::from_utf8(bytes).ok();
        }
        match self {
            Codec::StrictUtf8 | Codec::Ascii => None,
            Codec::Latin1 => Some(bytes.into_iter().map(char::from).collect()),
            Codec::Page(upper) => decode_page(upper, &bytes),
            Codec::MultiByte(codec) => codec.decode(&bytes),
        }
    }
}

fn decode_page(upper: &str, bytes: &[u8]) -> Option<String> {
    let mut table: [char; 256] = std::array::from_fn(|byte| u8::try_from(byte).map_or('\0', char::from));
    let start = table.len() - upper.chars().count();
    for (slot, char) in table[start..].iter_mut().zip(upper.chars()) {
        *slot = char;
    }
    bytes
        .iter()
        .map(|&byte| Some(table[usize::from(byte)]).filter(|&char| char != char::REPLACEMENT_CHARACTER))
        .collect()
}

impl MultiByte {
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        if self.refuses(bytes) {
            return None;
        }
        let text = self.encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        if self.encoding == GBK && text.contains(|char| matches!(char, '\u{e000}'..='\u{f8ff}')) {
            return None;
        }
        if self.swaps.is_empty() {
            return Some(text.into_owned());
        }
        let swap = |char| self.swaps.iter().find(|(theirs, _)| *theirs == char).map_or(char, |(_, ours)| *ours);
        Some(text.chars().map(swap).collect())
    }

    /// Whether what a byte means depends on those before it.
    pub(super) fn has_state(&self) -> bool {
        self.encoding == ISO_2022_JP
    }

    /// Feeds the bytes to the decoder one by one. It yields a character as soon as it has the last byte.
    fn ends(&self, bytes: &[u8]) -> Vec<usize> {
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut out = [0; 32];
        let mut ends = Vec::with_capacity(bytes.len());
        for (at, byte) in bytes.iter().enumerate() {
            let (_, _, length) = decoder.decode_to_utf8_without_replacement(&[*byte], &mut out, false);
            let starts = out[..length].iter().filter(|&&byte| byte & 0xC0 != 0x80);
            ends.extend(starts.map(|_| at + 1));
        }
        ends
    }

    fn refuses(&self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        while let [lead, tail @ ..] = rest {
            let width = match *lead {
                0x00..0x80 => 1,
                0x80 if self.encoding != EUC_JP => return true,
                0xA1..=0xDF if self.encoding == SHIFT_JIS => 1,
                0x8F if self.encoding == EUC_JP => 3,
                _ if self.encoding == GB18030 && matches!(tail, [b'0'..=b'9', ..]) => 4,
                _ => {
                    let trail = tail.first().copied().unwrap_or_default();
                    if self.refused.iter().any(|[a, b, c, d]| (a..=b).contains(&lead) && (*c..=*d).contains(&trail)) {
                        return true;
                    }
                    2
                }
            };
            rest = rest.get(width..).unwrap_or_default();
        }
        false
    }
}
