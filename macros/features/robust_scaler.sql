{% macro robust_scaler(expression, quantile_range=[25, 75], with_median=true, with_quantile_range=true) %}
    {#- (value - median) / (third quartile - first quartile) over all rows of the query around, as BigQuery's
        ML.ROBUST_SCALER, with exact quantiles; `quantile_range` names other percentages. It computes the statistics
        anew on the relation it runs on: features.encodings of a declaration is the safe way, it keeps those of the
        training rows. -#}
    {%- set value = assay.numeric_value(expression) -%}
    {%- set low, high = assay.quantile(value, quantile_range[0] / 100), assay.quantile(value, quantile_range[1] / 100) -%}
    {{ assay._window_scaled(
        value,
        assay.median(value) ~ ' over ()' if with_median else '0',
        '(' ~ high ~ ' over () - ' ~ low ~ ' over ())' if with_quantile_range else '1'
    ) }}
{%- endmacro %}
