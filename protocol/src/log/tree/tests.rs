use ct_merkle::mem_backed_tree::MemoryBackedTree;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::*;
use crate::log::leaf_hash;

/// Another implementation of RFC 6962, over another release of SHA-256.
type Oracle = MemoryBackedTree<sha2_0_11::Sha256, [u8; 8]>;

fn leaf(index: u64) -> Hash {
    leaf_hash(&index.to_be_bytes())
}

fn tree(size: u64) -> MemoryTree {
    (0..size).map(leaf).collect()
}

fn oracle(size: u64) -> Oracle {
    let mut oracle = Oracle::new();
    (0..size).for_each(|i| oracle.push(i.to_be_bytes()));
    oracle
}

fn bytes(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

fn sizes() -> Vec<u64> {
    let mut rng = StdRng::seed_from_u64(6962);
    let mut sizes: Vec<u64> = (1..=40).collect();
    sizes.extend([63, 64, 65, 127, 128, 129, 255, 256, 257, 1023, 1024, 1025]);
    sizes.extend((0..20).map(|_| rng.gen_range(1..3000)));
    sizes
}

#[test]
fn roots_and_inclusion_proofs_are_those_of_another_implementation() {
    let mut rng = StdRng::seed_from_u64(1);
    for size in sizes() {
        let (tree, oracle) = (tree(size), oracle(size));
        assert_eq!(tree.root().0, <[u8; 32]>::from(*oracle.root().as_bytes()), "{size}");
        for index in (0..8).map(|_| rng.gen_range(0..size)).chain([0, size - 1]) {
            let proof = prove_inclusion(size, index, &tree).unwrap();
            let want = oracle.prove_inclusion(usize::try_from(index).unwrap());
            assert_eq!(bytes(&proof), want.as_bytes(), "{index} of {size}");
            verify_inclusion(tree.root(), size, index, leaf(index), &proof).unwrap();
        }
    }
}

#[test]
fn consistency_proofs_are_those_of_another_implementation() {
    let mut rng = StdRng::seed_from_u64(2);
    for new in sizes() {
        let (tree, oracle) = (tree(new), oracle(new));
        for old in (0..8).map(|_| rng.gen_range(1..=new)).chain([1, new]) {
            let proof = prove_consistency(old, new, &tree).unwrap();
            if old < new {
                let want = oracle.prove_consistency(usize::try_from(new - old).unwrap());
                assert_eq!(bytes(&proof), want.as_bytes(), "{old} to {new}");
            }
            let old_root = root(old, &tree).unwrap();
            verify_consistency(old, old_root, new, tree.root(), &proof).unwrap();
        }
    }
}

#[test]
fn inclusion_is_judged_as_the_ported_go_code_does() {
    for size in 1..70 {
        let tree = tree(size);
        for index in 0..size {
            let proof = prove_inclusion(size, index, &tree).unwrap();
            let theirs = proof.iter().map(|&hash| hash.into()).collect();
            tlog_tiles::check_record(&theirs, size, tree.root().into(), index, leaf(index).into()).unwrap();
        }
    }
}

#[test]
fn roots_of_every_prefix_are_found_in_the_larger_tree() {
    let whole = tree(200);
    for size in 0..=200 {
        assert_eq!(root(size, &whole), Ok(tree(size).root()));
    }
}

#[test]
fn a_subtree_proof_is_an_inclusion_proof_without_its_first_steps() {
    for size in [16, 17, 31, 32, 33, 48, 100, 255, 256, 1000] {
        let tree = tree(size);
        for group in 0..size / 16 {
            let proof = prove_subtree(size, group, &tree).unwrap();
            let inclusion = prove_inclusion(size, group * 16 + 5, &tree).unwrap();
            assert_eq!(proof, inclusion[4..]);
            let node = tree.node(GROUP_LEVEL, group).unwrap();
            verify_subtree(tree.root(), size, GROUP_LEVEL, group, node, &proof).unwrap();
        }
    }
}

#[test]
fn subtrees_of_every_level_verify_where_they_stand_and_nowhere_else() {
    let (size, tree) = (77, tree(77));
    for level in 0..=6 {
        for index in 0..size >> level {
            let node = tree.node(level, index).unwrap();
            let proof = prove_node(size, level, index, &tree).unwrap();
            verify_subtree(tree.root(), size, level, index, node, &proof).unwrap();
            for other in (0..size >> level).filter(|&other| other != index) {
                assert!(verify_subtree(tree.root(), size, level, other, node, &proof).is_err());
            }
        }
    }
}

#[test]
fn an_incomplete_group_has_no_proof() {
    let tree = tree(31);
    assert_eq!(prove_subtree(31, 1, &tree), Err(TreeError::OutOfRange));
    assert_eq!(prove_subtree(15, 0, &tree), Err(TreeError::OutOfRange));
    assert_eq!(prove_subtree(31, u64::MAX, &tree), Err(TreeError::OutOfRange));
}

/// Every bit of every hash, every hash dropped, doubled or swapped with the next.
fn tampered(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut out = vec![[proof, &[Hash::EMPTY]].concat(), [&[Hash::EMPTY], proof].concat()];
    for at in 0..proof.len() {
        for bit in 0..256 {
            let mut changed = proof.to_vec();
            changed[at].0[bit / 8] ^= 1 << (bit % 8);
            out.push(changed);
        }
        let mut shorter = proof.to_vec();
        let hash = shorter.remove(at);
        out.push(shorter);
        let mut longer = proof.to_vec();
        longer.insert(at, hash);
        out.push(longer);
        if at + 1 < proof.len() {
            let mut swapped = proof.to_vec();
            swapped.swap(at, at + 1);
            out.push(swapped);
        }
    }
    out
}

#[test]
fn no_altered_inclusion_proof_is_believed() {
    for (size, index) in [(1, 0), (2, 1), (7, 6), (8, 3), (21, 17), (33, 32)] {
        let tree = tree(size);
        let proof = prove_inclusion(size, index, &tree).unwrap();
        for wrong in tampered(&proof) {
            assert!(verify_inclusion(tree.root(), size, index, leaf(index), &wrong).is_err());
        }
        for other in (0..size + 3).filter(|&other| other != index) {
            assert!(verify_inclusion(tree.root(), size, other, leaf(index), &proof).is_err());
        }
        assert_eq!(verify_inclusion(tree.root(), size, index, leaf(99), &proof), Err(TreeError::Mismatch));
        assert_eq!(verify_inclusion(Hash::EMPTY, size, index, leaf(index), &proof), Err(TreeError::Mismatch));
    }
}

#[test]
fn no_altered_consistency_proof_is_believed() {
    for (old, new) in [(1, 1), (1, 2), (3, 7), (4, 8), (6, 8), (13, 21), (32, 33)] {
        let tree = tree(new);
        let old_root = root(old, &tree).unwrap();
        let proof = prove_consistency(old, new, &tree).unwrap();
        for wrong in tampered(&proof) {
            assert!(verify_consistency(old, old_root, new, tree.root(), &wrong).is_err());
        }
        assert!(verify_consistency(old, leaf(98), new, tree.root(), &proof).is_err());
        assert!(verify_consistency(old, old_root, new, leaf(99), &proof).is_err());
        assert_eq!(verify_consistency(new + 1, old_root, new, tree.root(), &proof), Err(TreeError::OutOfRange));
    }
}

#[test]
fn every_tree_extends_the_empty_one_without_proof() {
    let tree = tree(5);
    assert_eq!(prove_consistency(0, 5, &tree), Ok(vec![]));
    assert_eq!(verify_consistency(0, Hash::EMPTY, 5, tree.root(), &[]), Ok(()));
    assert_eq!(verify_consistency(0, Hash::EMPTY, 0, Hash::EMPTY, &[]), Ok(()));
    assert_eq!(verify_consistency(0, leaf(0), 5, tree.root(), &[]), Err(TreeError::Mismatch));
    assert_eq!(verify_consistency(0, Hash::EMPTY, 0, leaf(0), &[]), Err(TreeError::Mismatch));
    assert_eq!(verify_consistency(0, Hash::EMPTY, 5, tree.root(), &[leaf(0)]), Err(TreeError::ProofLength));
}

#[test]
fn absurd_sizes_and_indexes_are_errors() {
    let (hash, long) = (leaf(0), vec![leaf(0); 100]);
    for size in [0, 1, u64::MAX - 1, u64::MAX] {
        for index in [0, 1, u64::MAX - 1, u64::MAX] {
            for level in [0, 4, 63, 64, 255] {
                for proof in [&long[..0], &long[..60], &long[..64], &long] {
                    if size != 1 || index != 0 || level != 0 || !proof.is_empty() {
                        assert!(verify_subtree(hash, size, level, index, hash, proof).is_err());
                    }
                }
            }
            assert!(index == size || verify_consistency(index, hash, size, hash, &long).is_err());
            assert!(index == size || verify_consistency(index, hash, size, hash, &long[..64]).is_err());
        }
        assert!(prove_inclusion(size, size, &MemoryTree::new()).is_err());
    }
    assert_eq!(prove_consistency(1, u64::MAX, &MemoryTree::new()), Err(TreeError::OutOfRange));
}

#[test]
fn a_missing_node_is_an_error() {
    let tree = tree(8);
    assert_eq!(prove_inclusion(16, 3, &tree), Err(TreeError::MissingNode));
    assert_eq!(prove_consistency(9, 16, &tree), Err(TreeError::MissingNode));
    assert_eq!(root(9, &tree), Err(TreeError::MissingNode));
}
