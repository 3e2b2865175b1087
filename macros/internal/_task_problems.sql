{% macro _task_problems(declaration, path) %}
    {#- One sentence per key that the task needs and lacks, or has and cannot use. -#}
    {%- set traits = assay.tasks()[declaration.task] -%}
    {%- set has_label = declaration.label.sql is not none -%}
    {%- set declared = {
        'label': has_label,
        'policies': declaration.policies | length > 0,
        'calibration': declaration.calibration != 'isotonic',
        'clusters': declaration.clusters.values() | reject('none') | list | length > 0,
        'components': declaration.components.values() | reject('none') | list | length > 0,
        'contamination': declaration.contamination is not none,
    } -%}
    {%- set usable = {
        'label': traits.label != 'none',
        'policies': traits.decides,
        'calibration': traits.learns_from_label,
        'clusters': 'clusters' in traits['keys'],
        'components': 'components' in traits['keys'],
        'contamination': 'contamination' in traits['keys'],
    } -%}
    {%- set needed = {
        'label': traits.learns_from_label,
        'policies': traits.decides and (traits.learns_from_label or has_label),
        'contamination': usable.contamination,
    } -%}
    {%- set problems = [] -%}
    {%- for key, is_declared in declared.items() -%}
        {%- if is_declared and not usable[key] -%}
            {%- do problems.append(path ~ '.' ~ key ~ ': the task ' ~ declaration.task ~ ' has no use for it') -%}
        {%- elif needed[key] and not is_declared -%}
            {%- do problems.append(path ~ '.' ~ key ~ ': missing; it is required') -%}
        {%- endif -%}
    {%- endfor -%}

    {%- set clusters = declaration.clusters -%}
    {%- set range = [clusters.least, clusters.most, clusters.criterion] | reject('none') | list -%}
    {%- if clusters.count is not none and range -%}
        {%- do problems.append(path ~ '.clusters: count leaves nothing to choose by least, most and criterion') -%}
    {%- elif clusters.least is not none and clusters.most is not none and clusters.least > clusters.most -%}
        {%- do problems.append(path ~ '.clusters: least must not be more than most') -%}
    {%- endif -%}
    {%- if declaration.components.count is not none and declaration.components.explained is not none -%}
        {%- do problems.append(path ~ '.components: count and explained cannot both be declared') -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
