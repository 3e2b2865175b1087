{% macro select_declared(name) %}
{#- The whole body of a declared table's model. It waits for the validated use cases, so that nothing is
    written from a declaration that is wrong. -#}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
{{ assay._typed_declared(name) }}
{% endmacro %}
