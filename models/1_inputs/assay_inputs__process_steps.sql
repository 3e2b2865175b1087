{{ assay.select_declared('process_steps') }}
