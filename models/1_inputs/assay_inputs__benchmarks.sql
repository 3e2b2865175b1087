{{ assay.select_declared('benchmarks') }}
