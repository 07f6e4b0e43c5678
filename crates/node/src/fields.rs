use napi_derive::napi;
use posse_core::finding_fields;

macro_rules! declare {
    (
        numbers { $($number:ident $number_variant:ident: $type:ty = $number_doc:tt;)+ }
        texts { $($text:ident $text_variant:ident = $text_doc:tt;)+ }
    ) => {
        /// The numbers of a finding, by their places in its row.
        #[napi(object_from_js = false)]
        pub enum FindingField {
            $(#[doc = $number_doc] $number_variant,)+
        }

        /// The texts of a finding. Their places follow the numbers in its row.
        #[napi(object_from_js = false)]
        pub enum FindingText {
            $(#[doc = $text_doc] $text_variant,)+
        }
    };
}

finding_fields!(declare);
