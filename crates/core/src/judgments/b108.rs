//! B108: whether a path below a folder for temporary files is written to.

use super::{Judged, Verdict};
use crate::rule::At;

pub(super) fn judge(judged: &Judged) -> Verdict {
    if is_of_another_name(judged) {
        Verdict::Hide("the path only begins as that of a shared folder")
    } else if judged.cx.is_path_written() {
        Verdict::Keep
    } else {
        Verdict::Hide("nothing shows that the program writes to it")
    }
}

/// Whether the name of the folder goes on after that of a shared one: `/tmpfs`, `/var/tmp-files`.
fn is_of_another_name(judged: &Judged) -> bool {
    let At::Str { range, .. } = judged.at else { return false };
    let written = judged.cx.document.text().get(usize::from(range.start())..usize::from(range.end()));
    let path = written.and_then(|written| written.get(written.find('/')?..)).unwrap_or_default();
    ["/tmp", "/var/tmp", "/dev/shm"].iter().any(|folder| {
        let after = path.strip_prefix(folder).and_then(|rest| rest.chars().next());
        after.is_some_and(|next| next.is_alphanumeric() || matches!(next, '-' | '_' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use crate::judgments::tests::shown;

    #[test]
    fn paths_that_the_program_writes_to_stay() {
        let code = "\
open('/tmp/a', 'w')
LOG = '/var/tmp/a.log'
logging.basicConfig(filename=other)
with open(LOG, 'a') as stream: ...
os.makedirs(os.path.join('/tmp', name))
Path(f'/tmp/{name}').write_text(text)
shutil.copy(source, '/tmp/b')
urlretrieve(url, '/tmp/c')
logging.basicConfig(filename='/tmp/log')
upload.save('/tmp/' + name)
open(f'/tmp/{uuid4()}.txt', 'w')
unguessed = secrets.token_hex(16)
open('/tmp/' + unguessed, 'w')
open('/tmp/a')
open('/tmp/a', 'rb')
tempfile.mkstemp(dir='/tmp')
if path == '/tmp': ...
FOLDERS = {'/tmp': 'shared'}
folder = os.environ.get('TMPDIR', '/tmp')
shutil.copy('/tmp/b', target)
mount(source='/dev/shm')
open('/tmpfs/a', 'w')
open(f'/var/tmp-files/{name}', 'w')
open(r'/dev/shm.old/a', 'w')
open(f'/tmp{name}', 'w')
open('/dev/shm', 'w')
";
        assert_eq!(shown("B108", code), [1, 2, 5, 6, 7, 8, 9, 10, 25, 26]);
    }
}
