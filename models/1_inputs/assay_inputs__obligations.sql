{{ assay.select_declared('obligations') }}
