{% macro _ml_classes(sql, columns, options) %}
    {#- The values of an ml_model's label as texts, in order; of two the second is the event. None for a quantity or
        without a label. -#}
    {%- if options.label is none -%}{{ return([]) }}{%- endif -%}
    {%- set found = columns | selectattr('name', 'equalto', options.label) | first -%}
    {%- if not found -%}
        {{ assay._refuse_ml(
            "has the label '" ~ options.label ~ "', which its query does not return"
            ~ assay._did_you_mean(options.label, columns | map(attribute='name') | list) ~ '.'
        ) }}
    {%- endif -%}
    {%- if options.task == 'regression' -%}
        {%- if assay.column_kind(found.dtype) != 'numeric' -%}
            {{ assay._refuse_ml("has the label '" ~ options.label ~ "', a " ~ found.dtype ~ ": a quantity is a number.") }}
        {%- endif -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set label = adapter.quote(options.label) -%}
    {%- set query -%}
        -- A class may look like a number, which reading results would turn it into.
        select concat(':', class)
        from (
            select distinct cast({{ label }} as string) as class
            from ({{ sql }}) as labelled
            where {{ label }} is not null
        ) as classes
        order by class
        limit 1001
    {%- endset -%}
    {%- set classes = [] -%}
    {%- for row in run_query(query).rows -%}{%- do classes.append(row[0][1:]) -%}{%- endfor -%}
    {%- if classes | length < 2 or classes | length > 1000 -%}
        {{ assay._refuse_ml(
            "has the label '" ~ options.label ~ "' with " ~ ('more than a thousand values' if classes | length > 2
            else "one value or none") ~ ": a classification needs two or more."
        ) }}
    {%- elif options.event is not none and classes | length > 2 -%}
        {{ assay._refuse_ml("names an event, and its label has " ~ classes | length ~ " values: an event is one of two.") }}
    {%- endif -%}
    {%- if options.event is not none -%}
        {%- set event = options.event | string | lower if options.event is boolean else options.event | string -%}
        {%- if event not in classes -%}
            {{ assay._refuse_ml(
                "names the event '" ~ event ~ "', and its label is '" ~ classes | join("' or '") ~ "'."
            ) }}
        {%- endif -%}
        {{ return(classes | reject('equalto', event) | list + [event]) }}
    {%- endif -%}
    {{ return(classes) }}
{% endmacro %}
