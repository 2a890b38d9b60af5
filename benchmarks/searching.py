"""Search engines and vector spaces as peers: every entry is a document, the message is the query."""

from collections.abc import Sequence

import bm25s
import tantivy
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.guesses import Entry, Ranker
from benchmarks.stems import plain_words, stems


def rank_bm25(entries: Sequence[Entry]) -> Ranker:
    """BM25Okapi of rank-bm25, one document an id."""
    ids, texts = _joined(entries)
    index = BM25Okapi([stems(text) for text in texts])

    def rank(text: str) -> tuple[str, float] | None:
        scores = index.get_scores(stems(text))
        best = int(scores.argmax())
        return (ids[best], float(scores[best])) if scores[best] > 0 else None

    return rank


def bm25_sparse(entries: Sequence[Entry]) -> Ranker:
    """bm25s, one document an id."""
    ids, texts = _joined(entries)
    index = bm25s.BM25()
    index.index([stems(text) for text in texts], show_progress=False)
    known = set(index.vocab_dict)

    def rank(text: str) -> tuple[str, float] | None:
        said = [word for word in stems(text) if word in known]
        if not said:
            return None
        found, scores = index.retrieve([said], k=1, show_progress=False)
        return (ids[found[0, 0]], float(scores[0, 0])) if scores[0, 0] > 0 else None

    return rank


def tfidf(entries: Sequence[Entry]) -> Ranker:
    """Cosine of character n-grams (2 to 4, inside words)."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    matrix = vectors.fit_transform([" ".join(stems(entry.text)) for entry in entries]).T.tocsr()

    def rank(text: str) -> tuple[str, float] | None:
        scores = vectors.transform([" ".join(stems(text))]) @ matrix
        if not scores.nnz:
            return None
        best = scores.data.argmax()
        return entries[scores.indices[best]].id, float(scores.data[best])

    return rank


def engine(entries: Sequence[Entry]) -> Ranker:
    """Tantivy with English stemming, one document an id; words may be one edit away."""
    ids, texts = _joined(entries)
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="en_stem")
    schema.add_unsigned_field("number", stored=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(text: str) -> tuple[str, float] | None:
        query, _ = index.parse_query_lenient(
            " ".join(plain_words(text)), ["text"], fuzzy_fields={"text": (False, 1, True)}
        )
        found = searcher.search(query, 1).hits
        if not found:
            return None
        score, address = found[0]
        return ids[searcher.doc(address)["number"][0]], score

    return rank


def _joined(entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """One document for each id: all its names."""
    texts: dict[str, list[str]] = {}
    for entry in entries:
        texts.setdefault(entry.id, []).append(entry.text)
    return list(texts), [" ".join(parts) for parts in texts.values()]
