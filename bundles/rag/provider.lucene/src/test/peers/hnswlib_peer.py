"""hnswlib beside our index: the same vectors, the same questions, one thread. Prints JSON."""
import json
import sys
import time

import hnswlib
import numpy

base_file, question_file, dimension = sys.argv[1], sys.argv[2], int(sys.argv[3])
base = numpy.fromfile(base_file, dtype="<f4").reshape(-1, dimension)
questions = numpy.fromfile(question_file, dtype="<f4").reshape(-1, dimension)
true = [set(numpy.argpartition(-(base @ q), 10)[:10]) for q in questions]
index = hnswlib.Index(space="ip", dim=dimension)
index.init_index(max_elements=len(base), M=16, ef_construction=100, random_seed=42)
begun, cpu = time.perf_counter(), time.process_time()
index.add_items(base, num_threads=1)
found = {"version": getattr(hnswlib, "__version__", "0.8.0"), "build_seconds": time.perf_counter() - begun,
         "build_cpu_seconds": time.process_time() - cpu, "queries": []}
for ef in (50, 100, 200):
    index.set_ef(ef)
    wall, spent, recall = [], [], 0
    for question, nearest in zip(questions, true):
        begun, cpu = time.perf_counter(), time.process_time()
        labels, _ = index.knn_query(question, k=10, num_threads=1)
        wall.append(1e3 * (time.perf_counter() - begun))
        spent.append(1e3 * (time.process_time() - cpu))
        recall += len(nearest & set(labels[0])) / 10
    wall.sort()
    spent.sort()
    found["queries"].append({"ef": ef, "recall_at_10": recall / len(questions), "p50_ms": wall[len(wall) // 2],
                             "p99_ms": wall[int(.99 * len(wall))], "cpu_p50_ms": spent[len(spent) // 2]})
print(json.dumps(found))
