//! The place in the tree that a check looked at.

use ruff_text_size::TextRange;

use crate::node::{Node, NodeKind};

/// The node that a check looked at.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// A node of this kind.
    Node(NodeKind, Node<'a>),
    /// A string, in this parent.
    Str {
        /// The place of the string.
        range: TextRange,
        /// The parent.
        parent: Node<'a>,
    },
    /// The whole file.
    File,
    /// A range of the text, for a node of this kind: the place where a value from a flow source arrives.
    Range(NodeKind, TextRange),
    /// A comment, with the first and the last line that it speaks of.
    Comment {
        /// The place of the comment.
        range: TextRange,
        /// The lines.
        lines: (u32, u32),
    },
}

impl At<'_> {
    /// Returns the kind of the node.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        match self {
            Self::Node(kind, _) | Self::Range(kind, _) => kind,
            Self::Str { .. } => NodeKind::Str,
            Self::File => NodeKind::File,
            Self::Comment { .. } => NodeKind::Comment,
        }
    }
}
