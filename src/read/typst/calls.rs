//! Calls that are markup: a closed list, told by their syntax alone. Nothing is ever evaluated.

use typst::syntax::ast;
use typst::syntax::{LinkedNode, SyntaxKind};

/// A call that is markup, with what stands in its brackets.
pub enum Call<'a> {
    Footnote(LinkedNode<'a>),
    /// In lines, between quotation marks.
    Quote(LinkedNode<'a>),
    BlockQuote(LinkedNode<'a>),
    /// The target as a literal, and the words, if it has others.
    Link(LinkedNode<'a>, Option<LinkedNode<'a>>),
    Emphasis(LinkedNode<'a>),
    Strong(LinkedNode<'a>),
    Strikethrough(LinkedNode<'a>),
    Heading(u8, LinkedNode<'a>),
    Linebreak,
    /// Left out, whatever its arguments.
    Image,
}

/// The call that a node is; None for all other code.
pub fn call<'a>(node: &LinkedNode<'a>) -> Option<Call<'a>> {
    if node.kind() != SyntaxKind::FuncCall {
        return None;
    }
    let mut parts = node.children();
    let name = parts
        .next()
        .filter(|name| name.kind() == SyntaxKind::Ident)?;
    let arguments = parts
        .next_back()
        .filter(|part| part.kind() == SyntaxKind::Args)?;
    let name = name.leaf_text().as_str();
    if name == "image" {
        return Some(Call::Image);
    }
    let mut positional = Vec::new();
    let mut named = Vec::new();
    for argument in arguments.children() {
        match argument.kind() {
            SyntaxKind::ContentBlock | SyntaxKind::Str => positional.push(argument),
            SyntaxKind::Named => named.push(argument.get().cast::<ast::Named>()?),
            SyntaxKind::LeftParen | SyntaxKind::RightParen | SyntaxKind::Comma => {}
            kind if kind.is_trivia() => {}
            _ => return None,
        }
    }
    // What every argument is, in the order in which Typst takes them.
    let kinds: Vec<SyntaxKind> = positional.iter().map(|argument| argument.kind()).collect();
    let options: Vec<(&str, ast::Expr)> = named
        .iter()
        .map(|named| (named.name().as_str(), named.expr()))
        .collect();
    let mut positional = positional.into_iter();
    let first = positional.next();
    use SyntaxKind::{ContentBlock, Str};
    Some(match (name, kinds.as_slice(), options.as_slice()) {
        ("footnote", [ContentBlock], []) => Call::Footnote(first?),
        ("quote", [ContentBlock], []) => Call::Quote(first?),
        ("quote", [ContentBlock], [("block", ast::Expr::Bool(block))]) => match block.get() {
            true => Call::BlockQuote(first?),
            false => Call::Quote(first?),
        },
        ("link", [Str], []) => Call::Link(first?, None),
        ("link", [Str, ContentBlock], []) => Call::Link(first?, positional.next()),
        ("emph", [ContentBlock], []) => Call::Emphasis(first?),
        ("strong", [ContentBlock], []) => Call::Strong(first?),
        ("strike", [ContentBlock], []) => Call::Strikethrough(first?),
        ("heading", [ContentBlock], []) => Call::Heading(1, first?),
        ("heading", [ContentBlock], [("level", ast::Expr::Int(level))]) => {
            Call::Heading(heading_level(usize::try_from(level.get()).ok()?)?, first?)
        }
        ("linebreak", [], []) => Call::Linebreak,
        _ => return None,
    })
}

/// Levels as a body has them: from 1; those below the sixth are the sixth, as in Markdown.
pub fn heading_level(level: usize) -> Option<u8> {
    (level > 0).then(|| level.min(6) as u8)
}

/// The markup between the brackets of a content block.
pub fn inside<'a>(block: &LinkedNode<'a>) -> Option<LinkedNode<'a>> {
    block
        .children()
        .find(|child| child.kind() == SyntaxKind::Markup)
}
