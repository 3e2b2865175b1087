{% macro _select_ml_rows(sql, columns, classes, options) %}
{#- The rows of an ml_model's query with their place: example_number, split (train or eval), fold and label. A row
    without a label, or with a quantity that is not finite, is left out. A row's draw is a function of its content
    alone, so that the order in which the engine returns rows, and the number of threads, change nothing. -#}
{%- set label = adapter.quote(options.label) if options.label else '0' -%}
{%- set label_number = 'cast(' ~ assay._class_number(label, classes) ~ ' as double)' if classes else assay.numeric_value(label) -%}
{%- set texts = [] -%}
{%- for column in columns -%}
    {%- do texts.append("coalesce(cast(" ~ adapter.quote(column.name) ~ " as string), '(null)')") -%}
{%- endfor -%}
{%- set split_column = adapter.quote(options.split_column) if options.split_column -%}
{%- set fraction = 'cast(' ~ options.eval_fraction ~ ' as double)' -%}
with

source as (
    {{ sql }}
),

labelled as (
    select
        *,
        {{ assay.text_digest("concat_ws('|', " ~ texts | join(', ') ~ ")") }} as assay_row
    from source
    where {{ label if classes else label_number }} is not null
),

drawn as (
    select
        *,
        row_number() over (order by assay_row) as assay_number,
        count(*) over () as assay_rows,
        {{ assay.uniform('assay_row', 'split') }} as assay_draw
        {%- if options.split == 'seq' %},
        row_number() over (order by {{ split_column }} desc, assay_row) as assay_place
        {%- endif %}
    from labelled
),

divided as (
    select
        *,
        case
            {%- if options.split == 'random' %}
            when assay_draw < {{ fraction }} then 'eval'
            {%- elif options.split == 'auto_split' %}
            when assay_rows >= 500 and assay_draw < {{ fraction }} then 'eval'
            {%- elif options.split == 'seq' %}
            when assay_place <= {{ fraction }} * assay_rows then 'eval'
            {%- elif options.split == 'custom' %}
            when {{ split_column }} then 'eval'
            {%- else %}
            when false then 'eval'
            {%- endif %}
            else 'train'
        end as assay_split
    from drawn
),

placed as (
    select
        *,
        case when assay_split = 'train' then {{ '1 + assay_number % 5' if options.label else '0' }} else 0 end as assay_fold,
        {{ label_number }} as assay_label,
        {{ 'cast(' ~ label ~ ' as string)' if classes else 'cast(null as string)' }} as assay_label_class
    from divided
)

select * from placed
{% endmacro %}
