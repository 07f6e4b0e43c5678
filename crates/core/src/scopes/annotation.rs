//! The class that an annotation names.

use ruff_python_ast::{Expr, Operator};

/// Returns the expression of the class that a value with this annotation is an instance of: `A` in `A | None`,
/// `Optional[A]` and `Annotated[A, ...]`.
pub(super) fn class_in(annotation: &Expr) -> Option<&Expr> {
    let mut at = annotation;
    loop {
        at = match at {
            Expr::BinOp(union) if union.op == Operator::BitOr => {
                if matches!(*union.left, Expr::NoneLiteral(_)) {
                    &union.right
                } else {
                    &union.left
                }
            }
            Expr::Subscript(subscript) => {
                let name = crate::value::last_name(&subscript.value)?;
                match (name, &*subscript.slice) {
                    ("Optional", inner) => inner,
                    ("Annotated", Expr::Tuple(tuple)) => tuple.elts.first()?,
                    _ => return None,
                }
            }
            Expr::Name(_) | Expr::Attribute(_) => return Some(at),
            _ => return None,
        };
    }
}
