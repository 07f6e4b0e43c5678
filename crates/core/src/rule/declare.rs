//! The macros that declare rules.

/// Declares a rule: its documentation, id, name, origin, the section with its options, its checks, and the defaults for
/// its issues. After the checks, `fix Unsafe Call(function)` says how its findings are mended, or `no fix "reason"` why
/// they are not. A rule that says neither has the fixes of those that it replaces. `as` gives the name of Bandit's function if it differs from the entry point's.
///
/// A check is a function that takes the context and the node, and returns its issues: an `Issue`, an `Option` or
/// a `Vec`, in a `Result` if Bandit's check may raise an exception.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $id:ident $name:ident $(as $test_name:ident)?:
        severity $severity:ident, confidence $confidence:ident, cwe $cwe:literal, origin $origin:ident
            $(, profile $profile:ident)? $(, replaces [$($replaced:literal),+])? $(, options $options:path)?;
        $message:expr;
        on $($check:ident($($argument:expr),+ $(,)?)),* $(,)?
        $(; $($fixes:tt)+)?
    ) => {
        /// The rule of this file.
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            id: stringify!($id),
            name: stringify!($name),
            test_name: $crate::rule::rule!(@test_name $name $($test_name)?),
            origin: $crate::rule::Origin::$origin,
            doc: concat!($($doc, "\n"),+),
            severity: $crate::report::Severity::$severity,
            confidence: $crate::report::Severity::$confidence,
            cwe: $cwe,
            message: $message,
            options: $crate::rule::rule!(@options $($options)?),
            profile: $crate::rule::rule!(@profile $($profile)?),
            replaces: &[$($($replaced),+)?],
            finds: $crate::rule::Finds::ByChecks(&[$($crate::rule::rule!(@check $check $($argument),+)),*]),
            fixes: $crate::rule::rule!(@fixes $($($fixes)+)?),
        };
    };
    (@fixes) => { $crate::rule::Fixes::None("") };
    (@fixes no fix $reason:literal) => { $crate::rule::Fixes::None($reason) };
    (@fixes fix $class:ident $($fixer:ident($function:expr)),+) => {
        $crate::rule::Fixes::Made {
            class: $crate::report::FixClass::$class,
            by: &[$($crate::rule::Fixer::$fixer($function)),+],
        }
    };
    (@test_name $name:ident) => { stringify!($name) };
    (@test_name $name:ident $test_name:ident) => { stringify!($test_name) };
    (@options) => { None };
    (@options $options:path) => { Some(&$options) };
    (@profile) => { $crate::rule::Profile::Recommended };
    (@profile $profile:ident) => { $crate::rule::Profile::$profile };
    (@check Flow $kind:expr) => { $crate::rule::Check::Flow($kind) };
    (@check FlowsListed $function:expr) => { $crate::rule::Check::FlowsListed($function) };
    (@check File $function:expr) => {
        $crate::rule::Check::File(|context, sink| sink.take($function(context)))
    };
    (@check FileWith $test:expr, $function:expr) => {
        $crate::rule::Check::FileWith($test, |context, sink| sink.take($function(context)))
    };
    (@check $check:ident $function:expr) => {
        $crate::rule::Check::$check(|context, node, sink| sink.take($function(context, node)))
    };
    (@check $check:ident $which:expr, $function:expr) => {
        $crate::rule::Check::$check($which, |context, node, sink| sink.take($function(context, node)))
    };
}
pub(crate) use rule;

/// Declares the rules of a name table, in Bandit's order. `finds` is the variant of [`Finds`](crate::rule::Finds) for
/// their names. All have confidence HIGH. After the names, `{fix Unsafe Call(function)}` says how findings are mended. `{name}` in a message is replaced by the name that was found.
macro_rules! name_rules {
    (
        finds $finds:ident, origin $origin:ident;
        $(
            $(#[doc = $doc:literal])+
            $id:ident $name:ident: severity $severity:ident, cwe $cwe:literal;
            $message:expr;
            $names:expr $(; $fixes:tt)?
        )+
    ) => {
        /// The rules of this table.
        pub static RULES: &[$crate::rule::Rule] = &[$($crate::rule::Rule {
            id: stringify!($id),
            name: stringify!($name),
            test_name: "blacklist",
            origin: $crate::rule::Origin::$origin,
            doc: concat!($($doc, "\n"),+),
            severity: $crate::report::Severity::$severity,
            confidence: $crate::report::Severity::High,
            cwe: $cwe,
            message: $message,
            options: None,
            profile: $crate::rule::Profile::Recommended,
            replaces: &[],
            finds: $crate::rule::Finds::$finds(&$names),
            fixes: $crate::rule::name_rules!(@fixes $($fixes)?),
        }),+];
    };
    (@fixes) => { $crate::rule::Fixes::None("") };
    (@fixes { $($fixes:tt)+ }) => { $crate::rule::rule!(@fixes $($fixes)+) };
}
pub(crate) use name_rules;
