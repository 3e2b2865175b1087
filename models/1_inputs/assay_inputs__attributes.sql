{{ assay.select_declared('attributes') }}
