//! B108: whether a path below a folder for temporary files is written to.

use super::{Judged, Verdict};

pub(super) fn judge(judged: &Judged) -> Verdict {
    if judged.cx.is_path_written() {
        Verdict::Keep
    } else {
        Verdict::Hide("nothing shows that the program writes to it")
    }
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
";
        assert_eq!(shown("B108", code), [1, 2, 5, 6, 7, 8, 9, 10]);
    }
}
