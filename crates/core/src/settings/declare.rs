//! The macro that declares options.

/// Declares the options of a section: a struct with a field for each option, and `OPTIONS`, the section. This is the
/// only place that names an option. A rule that reads the section declares `options OPTIONS`, and a check gets the
/// struct from [`Context::options`](crate::context::Context::options).
///
/// A field is `None` if Bandit's check raises. `missing` says what happens if the section omits the option, and `null`
/// if the option is null.
macro_rules! options {
    (
        $(#[doc = $doc:literal])+
        $section:ident as $options:ident:
        $(
            $(#[doc = $text:literal])+
            $key:ident: $kind:ident = $default:expr, missing $missing:ident, null $null:ident;
        )+
    ) => {
        $(#[doc = $doc])+
        #[allow(clippy::struct_field_names, reason = "the keys are Bandit's")]
        #[derive(Debug)]
        pub(super) struct $options {
            $(
                $(#[doc = $text])+
                pub(super) $key: Option<<$crate::settings::$kind as $crate::settings::OptionType>::Value>,
            )+
        }

        /// The section of this file.
        pub(super) static OPTIONS: $crate::settings::Section = $crate::settings::Section::new(
            stringify!($section),
            concat!($($doc, "\n"),+),
            &[$($crate::settings::OptionSpec {
                key: stringify!($key),
                doc: concat!($($text, "\n"),+),
                kind: <$crate::settings::$kind as $crate::settings::OptionType>::KIND,
                default: $crate::settings::$kind::default($default),
                missing: $crate::settings::Absence::$missing,
                null: $crate::settings::Absence::$null,
            }),+],
            |given| Box::new($options::read(given)),
        );

        impl $options {
            fn read(given: &$crate::settings::GivenSection) -> Self {
                use $crate::settings::OptionType;
                Self {
                    $($key: $crate::settings::$kind::read(
                        given,
                        stringify!($key),
                        $crate::settings::$kind::default($default),
                    )),+
                }
            }
        }

        impl $crate::settings::Values for $options {}

        impl $crate::settings::RuleOptions for $options {
            fn section() -> &'static $crate::settings::Section {
                &OPTIONS
            }

            fn defaults() -> &'static Self {
                static DEFAULTS: $crate::lazy::Lazy<$options> =
                    $crate::lazy::Lazy::new(|| $options::read(&$crate::settings::GivenSection::new()));
                &DEFAULTS
            }
        }
    };
}
pub(crate) use options;
