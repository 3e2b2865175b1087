{% macro describe_data(relation, quantiles=4) %}
{#- One row per column of `relation` (a relation that exists): num_rows, num_nulls, for numbers num_zeros,
    min, max, mean, stddev (of the sample), median and `quantiles` + 1 quantiles as an array, for texts the number of
    distinct values. NaN and infinities count as nulls. A query in brackets. -#}
{%- set numbers = {} -%}
{%- set texts = {} -%}
{%- for column in adapter.get_columns_in_relation(relation) if execute -%}
    {%- set kind = assay.column_kind(column.data_type) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if kind == 'numeric' -%}
        {%- do numbers.update({column.name: assay.numeric_value(name)}) -%}
    {%- else -%}
        {%- do texts.update({column.name: 'cast(' ~ name ~ ' as string)'}) -%}
    {%- endif -%}
{%- endfor -%}
{%- set rates = [] -%}
{%- for step in range(quantiles + 1) -%}{%- do rates.append(step / quantiles) -%}{%- endfor -%}
{%- if not numbers and not texts -%}
(select cast(null as string) as name where false)
{%- else -%}
(
    with

    assay_cells as (
        {{ assay.long_form(relation, {}, numbers, texts) }}
    ),

    assay_means as (
        select
            column_name,
            {{ assay.exact_sum('number') }} / nullif(count(number), 0) as mean
        from assay_cells
        group by column_name
    )

    select
        assay_cells.column_name as name,
        count(*) as num_rows,
        count(*) - count(number) - count(text) as num_nulls,
        cast(sum(case when number = 0 then 1 else 0 end) as bigint) as num_zeros,
        min(number) as min,
        max(number) as max,
        assay_means.mean,
        sqrt({{ assay.exact_sum('power(number - mean, 2)') }} / nullif(count(number) - 1, 0)) as stddev,
        {{ assay.quantile('number', 0.5) }} as median,
        {{ assay.quantiles('number', rates) }} as quantiles,
        nullif(count(distinct text), 0) as unique_values
    from assay_cells
    inner join assay_means on assay_cells.column_name = assay_means.column_name
    group by assay_cells.column_name, assay_means.mean
)
{%- endif -%}
{% endmacro %}
