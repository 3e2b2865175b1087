{% macro _check_unlabelled(shape, macro_name, links=['distance', 'component', 'residual', 'path']) %}
    {#- Stop with a sentence where a macro is called with a model of a kind that it is not for. -#}
    {%- if shape.link not in links -%}
        {{ exceptions.raise_compiler_error(
            'assay.' ~ macro_name ~ ' cannot read a model of the task ' ~ shape.task
            ~ '; docs/bigquery_ml.md says which it reads.'
        ) }}
    {%- elif macro_name == 'detect_anomalies' and shape.codes and shape.task != 'anomaly' -%}
        {{ exceptions.raise_compiler_error(
            'assay.detect_anomalies reads an ml_model, or a use case of the task anomaly: the champion of a ' ~ shape.task
            ~ ' has no limit from which a row is unusual.'
        ) }}
    {%- endif -%}
{% endmacro %}
