{{ assay.select_declared('data_sources') }}
