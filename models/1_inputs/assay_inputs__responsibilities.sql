{{ assay.select_declared('responsibilities') }}
