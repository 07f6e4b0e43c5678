//! Enums whose values have names in configurations.

/// Declares an enum with the names of its values, of which `NAMES` is the list.
macro_rules! named {
    ($(#[doc = $about:literal])+ $enum:ident: $($(#[doc = $doc:literal])+ $value:ident $name:literal),+ $(,)?) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $enum {
            $($(#[doc = $doc])+ $value),+
        }

        impl $enum {
            /// The names of all of them, in their order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// Returns the one with this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$value),)+
                    _ => None,
                }
            }
        }
    };
}
pub(super) use named;
