use super::*;

fn entry(index: u8) -> Entry {
    Entry::Envelope { clue: [index; 48], body_hash: [index; 32] }
}

fn frames() -> Vec<Frame> {
    let entries = |count| (0..count).map(entry).collect::<Vec<_>>();
    let slots = entries(3).into_iter().map(|entry| (entry, Box::new([7; BODY_LEN]))).collect();
    vec![
        Frame::KeepAlive,
        Frame::Entries { first: 0, entries: entries(1) },
        Frame::Slots { first: u64::MAX - 3, slots },
        Frame::Checkpoint(b"a\n0\n\n".to_vec()),
        Frame::Entries { first: 9, entries: vec![entry(1); 256] },
        Frame::KeepAlive,
    ]
}

fn stream() -> Vec<u8> {
    frames().iter().flat_map(|frame| frame.encode().unwrap()).collect()
}

fn decode(bytes: &[u8]) -> Result<Option<Frame>, FeedError> {
    let mut decoder = FrameDecoder::new();
    decoder.push(bytes).unwrap();
    decoder.next_frame()
}

#[test]
fn frames_come_out_however_the_stream_is_cut() {
    let stream = stream();
    for size in [1, 2, 7, 80, 4096, stream.len()] {
        let (mut decoder, mut got) = (FrameDecoder::new(), Vec::new());
        for part in stream.chunks(size) {
            decoder.push(part).unwrap();
            while let Some(frame) = decoder.next_frame().unwrap() {
                got.push(frame);
            }
        }
        assert_eq!(got, frames(), "parts of {size}");
        assert!(decoder.is_empty());
    }
}

#[test]
fn the_layout_is_that_of_the_specification() {
    let bytes = Frame::Entries { first: 258, entries: vec![entry(5)] }.encode().unwrap();
    assert_eq!(hex::encode(&bytes[..14]), "0100000000000001020001000105");
    assert_eq!(Frame::Checkpoint(b"abc".to_vec()).encode().unwrap(), b"\x02\x00\x03abc");
    assert_eq!(Frame::KeepAlive.encode().unwrap(), [3]);
}

#[test]
fn an_unfinished_frame_waits() {
    for frame in frames().iter().skip(1).take(3) {
        let bytes = frame.encode().unwrap();
        for length in [1, 2, bytes.len() / 2, bytes.len() - 1] {
            assert_eq!(decode(&bytes[..length]), Ok(None));
        }
        assert_eq!(decode(&bytes).unwrap().as_ref(), Some(frame));
    }
}

#[test]
fn wrong_headers_are_rejected_before_their_content_comes() {
    for kind in [0x00, 0x04, 0xff] {
        assert_eq!(decode(&[kind]), Err(FeedError::Kind(kind)));
    }
    let header = |first: u64, count: u16, flag: u8| {
        [&[1], first.to_be_bytes().as_slice(), &count.to_be_bytes(), &[flag]].concat()
    };
    assert_eq!(decode(&header(0, 0, 0)), Err(FeedError::Count));
    assert_eq!(decode(&header(0, 257, 0)), Err(FeedError::Count));
    assert_eq!(decode(&header(0, 1, 2)), Err(FeedError::Flag));
    assert_eq!(decode(&header(u64::MAX, 1, 0)), Err(FeedError::Index));
    assert_eq!(decode(&[2, 0, 0]), Err(FeedError::Checkpoint));
    assert_eq!(decode(&[2, 0x40, 1]), Err(FeedError::Checkpoint));
}

#[test]
fn a_wrong_entry_ends_the_stream_for_ever() {
    let mut bytes = frames()[1].encode().unwrap();
    bytes[12] = 9;
    let mut decoder = FrameDecoder::new();
    decoder.push(&bytes).unwrap();
    let error = Err(FeedError::Entry(EntryError::Kind(9)));
    assert_eq!(decoder.next_frame(), error);
    assert_eq!(decoder.next_frame(), error);
    assert_eq!(decoder.push(&[3]), Err(FeedError::Entry(EntryError::Kind(9))));
}

#[test]
fn the_buffer_is_bounded_and_drains() {
    let slots = vec![(entry(1), Box::new([1; BODY_LEN])); 256];
    let longest = Frame::Slots { first: 0, slots }.encode().unwrap();
    assert_eq!(longest.len(), MAX_FRAME);
    let mut decoder = FrameDecoder::new();
    decoder.push(&longest).unwrap();
    decoder.push(&longest).unwrap();
    assert_eq!(decoder.push(&[3]), Err(FeedError::Full));
    assert!(decoder.next_frame().unwrap().is_some());
    decoder.push(&[3]).unwrap();
    assert!(decoder.next_frame().unwrap().is_some());
    assert_eq!(decoder.next_frame(), Ok(Some(Frame::KeepAlive)));
    assert_eq!(decoder.next_frame(), Ok(None));
}

#[test]
fn frames_that_would_not_read_back_are_not_written() {
    let entries = |count| Frame::Entries { first: 0, entries: vec![entry(1); count] };
    assert_eq!(entries(0).encode(), Err(FeedError::Count));
    assert_eq!(entries(257).encode(), Err(FeedError::Count));
    assert_eq!(Frame::Slots { first: 0, slots: vec![] }.encode(), Err(FeedError::Count));
    assert_eq!(Frame::Entries { first: u64::MAX, entries: vec![entry(1)] }.encode(), Err(FeedError::Index));
    assert_eq!(Frame::Checkpoint(vec![]).encode(), Err(FeedError::Checkpoint));
    assert_eq!(Frame::Checkpoint(vec![b'a'; MAX_CHECKPOINT + 1]).encode(), Err(FeedError::Checkpoint));
}
