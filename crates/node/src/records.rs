use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use napi::bindgen_prelude::{Function, Uint8Array, Uint32Array};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Result, Status};
use napi_derive::napi;
use posse_core::report::{FileReport, MATCH_WIDTH, Match, NODE_WIDTH, RecordedNode, Records, text_hash};

/// How many numbers and bytes a batch of records has room for.
const ROOM: usize = 1 << 20;

/// What rules in JavaScript are asked about in some files.
#[napi(object)]
pub struct RecordBatch {
    /// The numbers of files, of matches, of nodes and of strings. Then, of each file, seven numbers: its place, the
    /// ends of its matches, nodes and strings, the end of its text, and two for the hash of it. Then, column by column,
    /// the matches, then the nodes, then the ends of the strings.
    pub numbers: Uint32Array,
    /// The strings, in UTF-8.
    pub strings: Uint8Array,
    /// The texts of the files, in UTF-8.
    pub texts: Uint8Array,
}

/// A batch while it is filled.
#[derive(Default)]
struct Filling {
    files: Vec<[u32; FILE_WIDTH]>,
    matches: Vec<Match>,
    nodes: Vec<RecordedNode>,
    ends: Vec<u32>,
    strings: Vec<u8>,
    texts: Vec<u8>,
}

const FILE_WIDTH: usize = 7;

impl Filling {
    fn push(&mut self, place: usize, records: &Records) {
        let hash = text_hash(&records.text);
        self.matches.extend(&records.matches);
        self.nodes.extend(&records.nodes);
        let before = self.strings.len();
        self.ends.extend(records.ends.iter().map(|end| end.saturating_add(number(before))));
        self.strings.extend_from_slice(records.strings.as_bytes());
        self.texts.extend_from_slice(records.text.as_bytes());
        let [low, high] = [hash, hash >> 32].map(|half| u32::try_from(half & u64::from(u32::MAX)).unwrap_or_default());
        let ends = [self.matches.len(), self.nodes.len(), self.ends.len(), self.texts.len()].map(number);
        self.files.push([number(place), ends[0], ends[1], ends[2], ends[3], low, high]);
    }

    fn size(&self) -> usize {
        self.matches.len() * MATCH_WIDTH + self.nodes.len() * NODE_WIDTH + self.strings.len() + self.texts.len()
    }

    fn batch(self) -> RecordBatch {
        let counts = [self.files.len(), self.matches.len(), self.nodes.len(), self.ends.len()];
        let size = counts[0] * FILE_WIDTH + counts[1] * MATCH_WIDTH + counts[2] * NODE_WIDTH + counts[3];
        let mut numbers = Vec::with_capacity(counts.len() + size);
        numbers.extend(counts.map(number));
        numbers.extend(self.files.into_iter().flatten());
        let matches: [fn(&Match) -> u32; MATCH_WIDTH] =
            [|each| each.rule, |each| each.node, |each| each.start, |each| each.end];
        for column in matches {
            numbers.extend(self.matches.iter().map(column));
        }
        let nodes: [fn(&RecordedNode) -> u32; NODE_WIDTH] = [
            |node| node.kind,
            |node| node.start,
            |node| node.end,
            |node| node.name,
            |node| node.value,
            |node| node.label,
            |node| node.first,
            |node| node.count,
        ];
        for column in nodes {
            numbers.extend(self.nodes.iter().map(column));
        }
        numbers.extend(self.ends);
        RecordBatch { numbers: numbers.into(), strings: self.strings.into(), texts: self.texts.into() }
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// How many full batches may wait. Then the scan waits for them to be taken, so that they do not fill the memory.
const MOST_WAITING: usize = 8;

/// How long it waits at most: memory is better than no end.
const PATIENCE: Duration = Duration::from_secs(2);

/// What waits to be taken.
#[derive(Default)]
struct Waiting {
    filling: Filling,
    full: VecDeque<Filling>,
}

/// Says that a batch is full, and never keeps the process alive.
type Notice = ThreadsafeFunction<(), (), (), Status, false, true>;

/// Takes records of files from all threads of a scan.
pub struct Queue {
    waiting: Mutex<Waiting>,
    taken: Condvar,
    notice: Notice,
}

impl Queue {
    /// Takes the records of the file at this place, if it has any.
    pub fn take(&self, place: usize, report: &mut FileReport) {
        let Some(records) = report.records.take() else { return };
        let is_full = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.filling.push(place, &records);
            let is_full = waiting.filling.size() >= ROOM;
            if is_full {
                let full = mem::take(&mut waiting.filling);
                waiting.full.push_back(full);
            }
            is_full
        };
        if is_full {
            self.notice.call((), ThreadsafeFunctionCallMode::NonBlocking);
            let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let is_many = |waiting: &mut Waiting| waiting.full.len() > MOST_WAITING;
            drop(self.taken.wait_timeout_while(waiting, PATIENCE, is_many));
        }
    }
}

/// What rules in JavaScript are asked about, from one scan, in batches.
#[napi]
pub struct RecordQueue(pub(crate) Arc<Queue>);

#[napi]
impl RecordQueue {
    /// Calls `onBatch` when a batch is full, while the scan goes on.
    ///
    /// # Errors
    /// On misuse only.
    #[napi(constructor, ts_args_type = "onBatch: () => void")]
    pub fn new(on_batch: Function<(), ()>) -> Result<Self> {
        let notice = on_batch.build_threadsafe_function().callee_handled::<false>().weak::<true>().build()?;
        Ok(Self(Arc::new(Queue { waiting: Mutex::default(), taken: Condvar::new(), notice })))
    }

    /// Takes a full batch; with `isDone`, once the scan has ended, what is left. Null if there is none.
    #[napi]
    #[must_use]
    pub fn take(&self, is_done: bool) -> Option<RecordBatch> {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let last = |filling: &mut Filling| (is_done && !filling.files.is_empty()).then(|| mem::take(filling));
        let next = waiting.full.pop_front().or_else(|| last(&mut waiting.filling));
        self.0.taken.notify_all();
        next.map(Filling::batch)
    }
}
